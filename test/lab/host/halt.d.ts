import { type HostPlace } from './place.ts';
/** Shuts the host down in order. Throws LabError `timeout` when that takes too long; the host is dead then, too. */
export declare function stopHost(host: HostPlace): Promise<void>;
/** Power loss: every process of the host dies at once, its disk stays. A host that is off is only tidied up. */
export declare function killHost(host: HostPlace): Promise<void>;
