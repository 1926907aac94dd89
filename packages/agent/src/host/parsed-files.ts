import { readFileSync, type Stats, statSync } from 'node:fs';
import { codeOf } from '../error.ts';
import { isSettled, stampOf } from './files/digests.ts';

interface Kept {
  readonly stamp: string;
  readonly value: unknown;
}

/** What files of the system amount to (dpkg's status, users, groups), parsed again only after they changed. */
export class ParsedFiles {
  /** By path, and by the function that made the value. */
  readonly #kept = new Map<string, Map<unknown, Kept>>();

  /** Nothing where there is no such file. `parse` must always be the same function. */
  get<Value>(path: string, parse: (bytes: Uint8Array) => Value): Value | undefined {
    const now = Date.now();
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    const kept = this.#kept.get(path)?.get(parse);
    if (kept?.stamp === stampOf(stats)) return kept.value as Value;
    return this.#read(path, parse, stats, now);
  }

  #read<Value>(path: string, parse: (bytes: Uint8Array) => Value, stats: Stats, now: number): Value | undefined {
    const value = parsedNow(path, parse);
    const after = statSync(path, { throwIfNoEntry: false });
    const isSame = after !== undefined && stampOf(after) === stampOf(stats);
    const values = this.#kept.get(path) ?? new Map<unknown, Kept>();
    if (value !== undefined && isSame && isSettled(stats, now)) values.set(parse, { stamp: stampOf(stats), value });
    else values.delete(parse);
    this.#kept.set(path, values);
    return value;
  }
}

function parsedNow<Value>(path: string, parse: (bytes: Uint8Array) => Value): Value | undefined {
  try {
    return parse(readFileSync(path));
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
