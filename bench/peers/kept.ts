import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Round } from './round.ts';

/** The rounds that were played, by peer, of one number of resources. */
export interface Kept {
  readonly count: number;
  readonly rounds: Readonly<Record<string, readonly Round[]>>;
}

/** What a former, perhaps interrupted, measurement left; nothing where there is no such file. Throws when it is of another number of resources. */
export function readKept(file: string | undefined, count: number): Kept {
  if (file === undefined || !existsSync(file)) return { count, rounds: {} };
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  if (kept.count === count) return kept;
  throw new Error(`${file} holds rounds of ${kept.count} resources, not of ${count}: name another file`);
}

/** Written whole beside its place and then renamed: an interrupted measurement loses one round at most. */
export function keepRounds(file: string | undefined, kept: Kept): void {
  if (file === undefined) return;
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file);
}
