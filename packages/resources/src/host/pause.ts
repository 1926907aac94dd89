import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../contract/host.ts';

/** Waits; a host that keeps its own time (a fake one) passes it at once. */
export const pause = async (host: Host, ms: number): Promise<void> => (host.pause ? host.pause(ms) : sleep(ms));
