import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from '../machine/process.ts';
import { folderOfLab, labsFolder } from './folder.ts';

/**
 * Who removes a lab: the `process` that started it, or whoever comes after that process died; for a lab made by `hand`,
 * or `kept` after its test, the person who asks for it with `down`.
 */
export type LabOwner =
  | { readonly kind: 'process'; readonly process: ProcessIdentity }
  | { readonly kind: 'hand' }
  | { readonly kind: 'kept' };

/** What is known of a lab on disk. `token` tells two labs apart that had the same number one after the other. */
export interface LabRecord {
  readonly number: number;
  readonly token: string;
  readonly owner: LabOwner;
}

const FILE = 'lab.json';

export function newRecord(number: number, owner: LabOwner): LabRecord {
  return { number, token: randomUUID(), owner };
}

/** Writes in one step: a reader finds the old record or the new one, never half of one. */
export function saveRecord(record: LabRecord): void {
  const file = join(folderOfLab(record.number), FILE);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, undefined, 2)}\n`);
  renameSync(draft, file);
}

/** A lab's record, or undefined when there is no such lab. */
export function readRecord(number: number): LabRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folderOfLab(number), FILE), 'utf8')) as LabRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The numbers of all labs that have a folder. A folder without a record is a claim that died half way. */
export function labNumbers(): readonly number[] {
  try {
    return readdirSync(labsFolder()).map(Number).filter(Number.isInteger);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** All labs, in the order of their numbers. */
export function labRecords(): readonly LabRecord[] {
  return labNumbers()
    .map(readRecord)
    .filter((record) => record !== undefined)
    .sort((one, other) => one.number - other.number);
}

/** Whether someone still wants the lab. */
export function isOwned(record: LabRecord | undefined): boolean {
  if (!record) return false;
  return record.owner.kind !== 'process' || isAlive(record.owner.process);
}
