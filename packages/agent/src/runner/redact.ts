import { patternsOf } from './patterns.ts';

/** What stands in the place of a secret. */
export const HIDDEN = '***';

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Hides secrets in a stream of bytes that comes in pieces of any size. Held back is only what could be the beginning of a secret, so
 * that a prompt is not kept from whoever waits for it. Secrets that overlap are hidden as one.
 */
export class Redactor {
  readonly #patterns: readonly Buffer[];
  #held: Buffer = Buffer.alloc(0);
  /** So many bytes at the start of what is held belong to a secret that is hidden already. */
  #covered = 0;

  constructor(secrets: readonly string[]) {
    this.#patterns = patternsOf(secrets);
  }

  /** What may be shown now. */
  push(piece: Uint8Array): Buffer {
    if (this.#patterns.length === 0) return Buffer.from(piece);
    const bytes = Buffer.concat([this.#held, piece]);
    return this.#show(bytes, beginningOfAny(bytes, this.#patterns));
  }

  /** The rest, when nothing more will come. */
  end(): Buffer {
    return this.#show(this.#held, this.#held.length);
  }

  /** Shows what stands before `until`, and holds the rest. */
  #show(bytes: Buffer, until: number): Buffer {
    const hiddenBefore = this.#covered > 0 ? [{ from: 0, to: this.#covered }] : [];
    const shown: Buffer[] = [];
    let at = 0;
    let covered = 0;
    for (const { from, to } of merged([...hiddenBefore, ...occurrences(bytes, this.#patterns)])) {
      const isGoingOn = from === 0 && this.#covered > 0;
      if (from >= until && !isGoingOn) break;
      if (!isGoingOn) shown.push(bytes.subarray(at, from), Buffer.from(HIDDEN));
      at = Math.min(to, until);
      covered = Math.max(0, to - until);
    }
    shown.push(bytes.subarray(at, until));
    this.#held = Buffer.from(bytes.subarray(until));
    this.#covered = covered;
    return Buffer.concat(shown);
  }
}

/** Where the longest tail begins that a secret could go on from; the end where there is none. */
function beginningOfAny(bytes: Buffer, patterns: readonly Buffer[]): number {
  const longest = patterns[0]?.length ?? 0;
  for (let from = Math.max(0, bytes.length - longest + 1); from < bytes.length; from++) {
    const length = bytes.length - from;
    const isBeginning = (pattern: Buffer): boolean =>
      pattern.length > length &&
      pattern[0] === bytes[from] &&
      pattern.compare(bytes, from, bytes.length, 0, length) === 0;
    if (patterns.some(isBeginning)) return from;
  }
  return bytes.length;
}

function occurrences(bytes: Buffer, patterns: readonly Buffer[]): Span[] {
  const spans: Span[] = [];
  for (const pattern of patterns) {
    for (let from = bytes.indexOf(pattern); from !== -1; from = bytes.indexOf(pattern, from + 1)) {
      spans.push({ from, to: from + pattern.length });
    }
  }
  return spans;
}

function merged(spans: readonly Span[]): readonly Span[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}
