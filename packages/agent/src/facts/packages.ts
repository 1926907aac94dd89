import { readFileSync, statSync } from 'node:fs';
import type { Facts } from '@rolecall/protocol';
import { at, type FactSource } from './source.ts';

const STATUS = '/var/lib/dpkg/status';

/** dpkg writes a new file each time, so these three change with its content. */
let kept: { readonly of: string; readonly count: number } | undefined;

/** How many packages dpkg has installed, held ones among them. */
export function readPackages(source: FactSource): Facts['packages'] {
  const path = at(source, STATUS);
  const { ino, mtimeMs, size } = statSync(path);
  const of = `${path} ${ino} ${mtimeMs} ${size}`;
  if (kept?.of !== of) kept = { of, count: countInstalled(readFileSync(path)) };
  return { count: kept.count };
}

/** Looks for the one line of each paragraph in bytes: the file is megabytes of descriptions. */
function countInstalled(status: Buffer): number {
  let count = 0;
  for (let from = status.indexOf('Status: '); from !== -1; from = status.indexOf('\nStatus: ', from + 1)) {
    const line = status.toString('latin1', from, status.indexOf('\n', from + 1)).trim();
    if (/^Status: \S+ ok installed$/.test(line)) count += 1;
  }
  return count;
}
