import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from './error.ts';

const SQLITE_BUSY = 5;

/** Held here, because a database nothing refers to is collected, and its lock with it, while its work still waits. */
const open = new Set<DatabaseSync>();

/**
 * Does the work while no other process, and no other caller in this one, holds the same file's lock.
 * The lock is SQLite's on an empty database file: the kernel frees it when its process dies, however it dies.
 * Throws LabError `timeout` when the lock is not free within `limitMs`.
 */
export async function withLock<T>(file: string, limitMs: number, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: 0 });
  open.add(database);
  try {
    const deadline = Date.now() + limitMs;
    while (!tryExclusive(database)) {
      if (Date.now() > deadline) {
        throw new LabError(
          'timeout',
          `${file} is still locked after ${limitMs / 1000} s: another lab command holds it`,
        );
      }
      await sleep(50 + Math.random() * 50);
    }
    return await work();
  } finally {
    database.close();
    open.delete(database);
  }
}

function tryExclusive(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
