import { type ProcessIdentity } from '../machine/process.ts';
/**
 * Who removes a lab: the `process` that started it, or whoever comes after that process died; for a lab made by `hand`,
 * or `kept` after its test, the person who asks for it with `down`.
 */
export type LabOwner = {
    readonly kind: 'process';
    readonly process: ProcessIdentity;
} | {
    readonly kind: 'hand';
} | {
    readonly kind: 'kept';
};
/** What is known of a lab on disk. `token` tells two labs apart that had the same number one after the other. */
export interface LabRecord {
    readonly number: number;
    readonly token: string;
    readonly owner: LabOwner;
}
export declare function newRecord(number: number, owner: LabOwner): LabRecord;
/** Writes in one step: a reader finds the old record or the new one, never half of one. */
export declare function saveRecord(record: LabRecord): void;
/** A lab's record, or undefined when there is no such lab. */
export declare function readRecord(number: number): LabRecord | undefined;
/** The numbers of all labs that have a folder. A folder without a record is a claim that died half way. */
export declare function labNumbers(): readonly number[];
/** All labs, in the order of their numbers. */
export declare function labRecords(): readonly LabRecord[];
/** Whether someone still wants the lab. */
export declare function isOwned(record: LabRecord | undefined): boolean;
