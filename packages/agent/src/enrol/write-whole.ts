import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../journal/segment.ts';

/** Puts a file in place whole and durable: whoever reads it sees the old one or the new one. */
export function writeWhole(path: string, content: string, mode: number): void {
  const temporary = `${path}.part`;
  const file = openSync(temporary, 'w', mode);
  try {
    fchmodSync(file, mode);
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}
