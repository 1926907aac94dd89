import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { runOrThrow } from '../../lab/machine/command.ts';

const LIMIT_MS = 300_000;

/** Packs what is in a folder: the same content makes the same bytes, whatever the order, times and owners on the disk. */
export async function pack(folder: string, archive: string): Promise<void> {
  const plain = `${archive}.plain`;
  await runOrThrow(
    [
      ...['tar', '--create', '--file', plain, '--format=gnu', '--sort=name', '--mtime=@0'],
      ...['--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX', '--directory', folder, '.'],
    ],
    { timeoutMs: LIMIT_MS },
  );
  await pipeline(createReadStream(plain), createGzip({ level: 6 }), createWriteStream(archive));
  rmSync(plain);
}
