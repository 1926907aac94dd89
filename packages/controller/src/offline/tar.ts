import { ControllerError } from '../error.ts';

/** A plain file in a tar archive: the only thing that is in ours. */
export interface TarFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** Headers and contents fill whole blocks. */
export const BLOCK = 512;
/** Two empty blocks end an archive. */
export const TAR_END: Uint8Array = Buffer.alloc(2 * BLOCK);
/** The most that eleven octal digits hold; larger sizes are written in GNU's binary form. */
const OCTAL_MOST = 0o77777777777;

export const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** A header as ustar (POSIX.1-1988) writes it: root's, 0644, of 1970, so that the same content gives the same bytes. */
export function tarHeader({ name, size }: TarFile): Uint8Array {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new ControllerError('too_long', `${name} is too long for an archive`);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  if (size <= OCTAL_MOST) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write('00000000000\0', 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** The sum of all bytes, with that of the sum itself taken as blanks. */
const sumOf = (header: Buffer): number => header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);

/** What one of our headers says; nothing for an empty block. @throws ControllerError `damaged` for any other */
export function readTarHeader(block: Buffer): TarFile | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const name = block.toString('utf8', 0, 100).replace(/\0.*$/s, '');
  const size =
    block[124] === 0x80 ? Number(block.readBigUInt64BE(128)) : Number.parseInt(block.toString('latin1', 124, 135), 8);
  const file = { name, size };
  if (Number.isSafeInteger(size) && block.equals(tarHeader(file))) return file;
  throw new ControllerError('damaged', 'it is damaged, or no file that controller artifacts export wrote');
}
