import { mkdirSync, rmSync } from 'node:fs';
import { LabError } from '../machine/error.ts';
import { withLock } from '../machine/lock.ts';
import { claimBridge, knownNetworks } from '../network/bridge.ts';
import { freeLabNumber } from '../network/subnet.ts';
import { folderOfLab, labFolder, stateLock } from './folder.ts';
import { isOwned, type LabOwner, type LabRecord, labNumbers, newRecord, readRecord, saveRecord } from './record.ts';
import { removeLab } from './removal.ts';

/** Sweeping several dead labs of several hosts takes a while on a busy machine. */
const LOCK_LIMIT_MS = 180_000;

/** Does the work while no other lab is claimed, changed or swept. */
export function withStateLock<T>(work: () => Promise<T>): Promise<T> {
  return withLock(stateLock(), LOCK_LIMIT_MS, work);
}

/** Removes what dead processes left, then takes the next free number with its subnet and bridge. */
export async function claimLab(owner: LabOwner): Promise<LabRecord> {
  return withStateLock(async () => {
    await sweep();
    const taken = [...labNumbers()];
    const known = await knownNetworks();
    for (;;) {
      const number = freeLabNumber(taken, known);
      if (number === undefined) {
        throw new LabError('no-subnet', `No /24 of 172.30.0.0/16 is free: see ${labFolder()} and "ip route".`);
      }
      const record = await tryClaim(number, owner);
      if (record) return record;
      taken.push(number);
    }
  });
}

/** Removes every lab whose owner is dead. Call it with the state lock held. */
export async function sweep(): Promise<void> {
  for (const number of labNumbers()) {
    if (!isOwned(readRecord(number))) await removeLab(number);
  }
}

/** The record comes first: whatever the machine gets afterwards can then be swept. */
async function tryClaim(number: number, owner: LabOwner): Promise<LabRecord | undefined> {
  const record = newRecord(number, owner);
  mkdirSync(folderOfLab(number), { recursive: true });
  saveRecord(record);
  if (await claimBridge(number)) return record;
  rmSync(folderOfLab(number), { recursive: true });
  return undefined;
}
