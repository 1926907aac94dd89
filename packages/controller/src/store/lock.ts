import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ControllerError } from '../error.ts';

/** Held while one controller works on a data folder; the kernel frees it when the process dies, however it dies. */
export interface DataLock {
  release(): void;
}

/** A controller that is just going away is waited for this long. */
const WAIT_MS = 1_000;

/** Kept reachable: a connection that is collected as garbage takes its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Takes the data folder for this process. The lock is SQLite's own on a second file, since Node has no `flock`.
 * @throws ControllerError `data_in_use` that names the folder and the holder's process id.
 */
export function lockData(folder: string): DataLock {
  const file = new DatabaseSync(join(folder, 'lock.db'));
  try {
    file.exec(`PRAGMA busy_timeout = ${WAIT_MS}; BEGIN EXCLUSIVE`);
  } catch (cause) {
    file.close();
    throw new ControllerError('data_in_use', `${folder} is in use by another controller${holder(folder)}`, {
      hint: 'stop that one first, or give this one another folder with --data',
      cause,
    });
  }
  writeFileSync(join(folder, 'controller.pid'), `${process.pid}\n`);
  held.add(file);
  return {
    release: () => {
      held.delete(file);
      file.close();
    },
  };
}

function holder(folder: string): string {
  try {
    return ` (process ${readFileSync(join(folder, 'controller.pid'), 'utf8').trim()})`;
  } catch {
    // The holder has the lock and has not yet written its id.
    return '';
  }
}
