import { refused } from './refused.ts';

/** One header of 512 bytes, as POSIX.1-1988 (ustar) and GNU tar write it. */
export interface TarHeader {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  /** `0` file, `1` hard link, `2` symbolic link, `5` directory; `x`, `g`, `L` and `K` describe what comes next. */
  readonly type: string;
  readonly target: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A text field ends at its first zero byte. */
export function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  try {
    return decoder.decode(end === -1 ? field : field.subarray(0, end));
  } catch {
    throw refused('it has a name that is not UTF-8');
  }
}

/** Octal digits, or a big-endian number where the first bit is set (GNU, for files over 8 GiB). */
function numberOf(field: Buffer): number {
  const first = field[0] ?? 0;
  if (first >= 0x80) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
    if (!Number.isSafeInteger(value)) throw refused('it has an entry of an impossible size');
    return value;
  }
  const text = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trimStart();
  if (text === '') return 0;
  if (!/^[0-7]+$/.test(text)) throw refused('it has a header with a number that is none');
  return Number.parseInt(text, 8);
}

/** The sum of all bytes, with the field of the sum itself as blanks. */
const isSound = (block: Buffer): boolean => {
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  return sum === numberOf(block.subarray(148, 156));
};

export function headerOf(block: Buffer): TarHeader {
  if (!isSound(block)) throw refused('it is damaged, or no tar archive');
  const type = String.fromCharCode(block[156] ?? 0);
  // Only ustar has a prefix there; GNU keeps times in its place.
  const isUstar = block.subarray(257, 263).toString('latin1') === 'ustar\0';
  const prefix = isUstar ? textOf(block.subarray(345, 500)) : '';
  const base = textOf(block.subarray(0, 100));
  return {
    name: prefix === '' ? base : `${prefix}/${base}`,
    mode: numberOf(block.subarray(100, 108)) & 0o7777,
    // Links have no content, whatever they say; tar itself writes 0 there.
    size: type === '1' || type === '2' ? 0 : numberOf(block.subarray(124, 136)),
    type: type === '\0' ? '0' : type,
    target: textOf(block.subarray(157, 257)),
  };
}
