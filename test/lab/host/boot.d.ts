import { type HostPlace } from './place.ts';
/** Boots the host, or does nothing when it runs. Answers when systemd has started everything and the address is there. */
export declare function bootHost(host: HostPlace): Promise<void>;
