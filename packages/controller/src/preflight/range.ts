import { BlockList, isIP } from 'node:net';

/** Addresses from one to another, written `ADDRESS/BITS`; nothing where a text is none. */
export interface Range {
  readonly text: string;
  readonly first: string;
  has(address: string): boolean;
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

export function rangeOf(text: string): Range | undefined {
  const [first = '', bits = ''] = text.split('/');
  const family = familyOf(first);
  if (isIP(first) === 0 || !/^\d+$/.test(bits) || Number(bits) > (family === 'ipv4' ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(first, Number(bits), family);
  const has = (address: string) => isIP(address) !== 0 && familyOf(address) === family && list.check(address, family);
  return { text, first, has };
}

/** Two ranges are apart, or one lies within the other: a start of one is in the other then. */
export const overlap = (one: Range, other: Range): boolean => one.has(other.first) || other.has(one.first);
