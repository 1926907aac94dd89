import { crc32, deflateRawSync } from 'node:zlib';

/** A member of an archive that a test makes; anything may be wrong with it. */
export interface Member {
  readonly name: string;
  /** As in the header of tar: `0` file, `1` hard link, `2` link, `3` device, `5` directory, `6` pipe. */
  readonly type?: string;
  readonly target?: string;
  readonly content?: string | Uint8Array;
  readonly mode?: number;
}

const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;

/** A header of ustar with its checksum. */
export function tarHeader({ name, type = '0', target = '', mode = 0o644 }: Member, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(name.slice(0, 100), 0);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write(target.slice(0, 100), 157);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const padded = (content: Uint8Array): Buffer =>
  Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);

function tarMember(member: Member): Buffer {
  const content = Buffer.from(member.content ?? '');
  const isFile = (member.type ?? '0') === '0';
  const long = (of: string | undefined, type: string): Buffer =>
    of === undefined || of.length <= 100
      ? Buffer.alloc(0)
      : Buffer.concat([tarHeader({ name: '././@LongLink', type }, of.length), padded(Buffer.from(of))]);
  return Buffer.concat([
    long(member.name, 'L'),
    long(member.target, 'K'),
    tarHeader(member, isFile ? content.length : 0),
    isFile ? padded(content) : Buffer.alloc(0),
  ]);
}

/** A tar archive. */
export const tarOf = (members: readonly Member[]): Buffer =>
  Buffer.concat([...members.map(tarMember), Buffer.alloc(1024)]);

const TYPES: Readonly<Record<string, number>> = {
  '0': 0o100000,
  '2': 0o120000,
  '3': 0o020000,
  '5': 0o040000,
  '6': 0o010000,
};

/** A zip archive as Unix makes it. */
export function zipOf(members: readonly Member[]): Buffer {
  const [parts, entries]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, type = '0', target, content = '', mode = 0o644 } of members) {
    const [nameBytes, plain] = [Buffer.from(name), Buffer.from(type === '2' ? (target ?? '') : content)];
    const packed = deflateRawSync(plain);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(plain), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(plain.length, 18);
    shared.writeUInt16LE(nameBytes.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((((TYPES[type] ?? 0o100000) | mode) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, nameBytes, packed]);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), shared, tail, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]);
}
