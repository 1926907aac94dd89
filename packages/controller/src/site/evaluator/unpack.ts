import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sha256 } from '@rolecall/protocol';
import type { Archive } from '../bundle/archive.ts';

/** Lays a bundle's files under `ROOT/SHA`, whole or not at all, and answers that folder. */
export function unpack(root: string, hash: Sha256, archive: Archive): string {
  const folder = join(root, hash);
  if (existsSync(folder)) return folder;
  const beside = `${folder}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  for (const [name, content] of Object.entries(archive.files)) {
    const file = join(beside, name);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, Buffer.from(content, 'base64'), { mode: 0o400 });
  }
  try {
    renameSync(beside, folder);
  } catch (cause) {
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(folder)) throw cause;
  }
  return folder;
}
