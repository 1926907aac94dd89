/**
 * A lab's number is the third byte of its subnet 172.30.N.0/24, and names all it makes on the machine.
 * 172.30.0.0 itself is left to what else uses that range by default.
 */
const FIRST_LAB = 1;
const LAST_LAB = 254;

/** The gateway has .1; what lies below .11 stays free for tests that need an address no host has. */
const FIRST_HOST = 11;
const LAST_HOST = 250;

/** An IPv4 network the machine already knows, as the kernel writes it: "172.30.4.0/24" or "10.0.0.1". */
export type KnownNetwork = string;

/** The address of the machine itself on a lab's bridge. */
export function gatewayOf(lab: number): string {
  return `172.30.${lab}.1`;
}

/** A lab's subnet. */
export function subnetOf(lab: number): string {
  return `172.30.${lab}.0/24`;
}

/** A host's address, from its last byte. */
export function addressOf(lab: number, octet: number): string {
  return `172.30.${lab}.${octet}`;
}

/** The lowest lab number that is not taken and whose subnet meets none of the networks the machine knows. */
export function freeLabNumber(taken: readonly number[], known: readonly KnownNetwork[]): number | undefined {
  return range(FIRST_LAB, LAST_LAB).find(
    (number) => !taken.includes(number) && !known.some((network) => overlaps(subnetOf(number), network)),
  );
}

/** The lowest free last byte for one more host. */
export function freeOctet(taken: readonly number[]): number | undefined {
  return range(FIRST_HOST, LAST_HOST).find((octet) => !taken.includes(octet));
}

/** Whether two networks share an address. "default" and what is not IPv4 share none. */
export function overlaps(one: KnownNetwork, other: KnownNetwork): boolean {
  const [a, b] = [parse(one), parse(other)];
  if (!a || !b) return false;
  const bits = Math.min(a.bits, b.bits);
  const size = 2 ** (32 - bits);
  return Math.floor(a.address / size) === Math.floor(b.address / size);
}

function parse(network: KnownNetwork): { readonly address: number; readonly bits: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(network);
  if (!match) return undefined;
  const address = match.slice(1, 5).reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { address, bits: match[5] === undefined ? 32 : Number(match[5]) };
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_unused, index) => first + index);
}
