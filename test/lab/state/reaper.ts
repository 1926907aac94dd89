/**
 * A process of its own beside each lab that a process owns. Its standard input is a pipe whose other end only the owner
 * holds: when that closes, the owner is done or dead (Ctrl-C, kill -9, a crash), and what is left of the lab is removed.
 * Signal handlers could not do this: none runs after kill -9, nor inside a test runner's sandbox.
 */

import { withStateLock } from './claim.ts';
import { readRecord } from './record.ts';
import { removeLab } from './removal.ts';

const [number, token] = process.argv.slice(2);

process.stdin.resume().on('end', () => {
  void withStateLock(async () => {
    const record = readRecord(Number(number));
    if (record && record.token === token && record.owner.kind === 'process') await removeLab(record.number);
  });
});
