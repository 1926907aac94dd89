import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { SealedSecret } from '@rolecall/protocol';
import { openSealed } from '@rolecall/protocol/sealed-box';
import { writeWhole } from '../enrol/write-whole.ts';

/** Values that are remembered, the newest; looking for more in every answer would take too long. */
const MAX_KNOWN = 128;

/**
 * The secrets that this host was ever sent, so that their values are known wherever they turn up: on disk as the controller sealed
 * them, opened in memory only.
 */
export class KnownSecrets {
  readonly #file: string;
  readonly #key: KeyObject;
  /** By name and version, the oldest first. */
  readonly #known = new Map<string, { readonly sealed: SealedSecret; readonly value: string }>();

  constructor(file: string, key: KeyObject) {
    this.#file = file;
    this.#key = key;
    for (const sealed of read(file)) this.#add(sealed);
  }

  /** Remembers what came with a piece of work, before the work begins. */
  learn(sealed: readonly SealedSecret[]): void {
    const fresh = sealed.filter((one) => !this.#known.has(keyOf(one)));
    for (const one of fresh) this.#add(one);
    if (fresh.length === 0) return;
    for (const key of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(key);
    }
    writeWhole(this.#file, JSON.stringify([...this.#known.values()].map(({ sealed: box }) => box)), 0o600);
  }

  values(): readonly string[] {
    return [...this.#known.values()].map(({ value }) => value);
  }

  #add(sealed: SealedSecret): void {
    try {
      this.#known.set(keyOf(sealed), { sealed, value: openSealed(this.#key, sealed.box) });
    } catch {
      // Sealed to a key that this host had before it was enrolled anew; whoever needs the value says so.
    }
  }
}

const keyOf = ({ name, version }: SealedSecret): string => `${name} ${version}`;

/** A file that is not what it should be is forgotten: it is filled again by the next piece of work. */
function read(file: string): readonly SealedSecret[] {
  if (!existsSync(file)) return [];
  try {
    const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(written) ? written : [];
  } catch {
    return [];
  }
}
