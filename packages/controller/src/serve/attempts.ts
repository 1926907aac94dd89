import { isIPv6 } from 'node:net';

/** Wrong tokens that may come at once from one address, and how many more a second: people mistype, programs guess. */
const BURST = 20;
const PER_SECOND = 1;
/** Addresses that are remembered; beyond it, that which was quiet for longest is forgotten. Some 2 MB. */
const MAX_ADDRESSES = 10_000;
/** Who sent many at the same moment waits longer for it, but no longer than this. */
const MAX_DEBT_MS = 300_000;

const BURST_MS = (BURST / PER_SECOND) * 1_000;
const EACH_MS = 1_000 / PER_SECOND;

/** Counts wrong tokens by address, so that nobody can try many; what is right costs nothing. */
export class Attempts {
  /** When each has its whole burst again, in milliseconds of the monotonic clock. The one that tried last stands last. */
  readonly #full = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  get size(): number {
    return this.#full.size;
  }

  /** Seconds until this address may try again; 0 where it may now. */
  waitFor(address: string): number {
    const full = this.#full.get(networkOf(address)) ?? 0;
    return Math.max(0, Math.ceil((full - this.#now() - (BURST_MS - EACH_MS)) / 1_000));
  }

  /** A token from there was wrong. */
  failed(address: string): void {
    const network = networkOf(address);
    const now = this.#now();
    const full = Math.max(this.#full.get(network) ?? 0, now) + EACH_MS;
    this.#full.delete(network);
    this.#full.set(network, Math.min(full, now + BURST_MS + MAX_DEBT_MS));
    this.#forget(now);
  }

  #forget(now: number): void {
    for (const [network, full] of this.#full) {
      if (this.#full.size <= MAX_ADDRESSES && full > now) return;
      this.#full.delete(network);
    }
  }
}

/** IPv4 addresses as they are; of IPv6 the first 64 bits, since everybody has as many of the rest as they like. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
