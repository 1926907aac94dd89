import { isIPv6 } from 'node:net';

/** Wrong tokens that may come at once from one address, and how many more a second: people mistype, programs guess. */
const BURST = 20;
const PER_SECOND = 1;
/** Addresses that are remembered; beyond it, that which was quiet for longest is forgotten. Some 2 MB. */
const MAX_ADDRESSES = 10_000;
/** What was quiet for so long has its whole burst again. */
const FORGET_MS = (BURST / PER_SECOND) * 1_000;

interface Bucket {
  left: number;
  /** Milliseconds of the monotonic clock. */
  at: number;
}

/** Counts wrong tokens by address, so that nobody can try many; what is right costs nothing. */
export class Attempts {
  /** The one that tried last stands last. */
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Seconds until this address may try again; 0 where it may now. */
  waitFor(address: string): number {
    const bucket = this.#buckets.get(networkOf(address));
    if (bucket === undefined) return 0;
    const left = this.#leftIn(bucket);
    return left >= 1 ? 0 : Math.ceil((1 - left) / PER_SECOND);
  }

  /** A token from there was wrong. */
  failed(address: string): void {
    const network = networkOf(address);
    const bucket = this.#buckets.get(network);
    const left = Math.max(0, (bucket === undefined ? BURST : this.#leftIn(bucket)) - 1);
    this.#buckets.delete(network);
    this.#buckets.set(network, { left, at: this.#now() });
    this.#forget();
  }

  #leftIn({ left, at }: Bucket): number {
    return Math.min(BURST, left + ((this.#now() - at) / 1_000) * PER_SECOND);
  }

  #forget(): void {
    for (const [network, { at }] of this.#buckets) {
      if (this.#buckets.size <= MAX_ADDRESSES && this.#now() - at < FORGET_MS) return;
      this.#buckets.delete(network);
    }
  }
}

/** IPv4 addresses as they are; of IPv6 the first 64 bits, since everybody has as many of the rest as they like. */
function networkOf(address: string): string {
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
