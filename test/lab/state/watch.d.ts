import type { LabRecord } from './record.ts';
/**
 * Starts the lab's reaper: it removes the lab when this process ends, however it ends. Answers what dismisses it.
 * Should the reaper itself be killed, the next lab that starts sweeps instead.
 */
export declare function startReaper(record: LabRecord): () => void;
