import type { FileHandle } from 'node:fs/promises';
import { refused } from './refused.ts';

/** A member as the directory of a zip archive lists it. */
export interface ZipMember {
  readonly name: string;
  /** The name as it stands in the archive. */
  readonly nameBytes: Buffer;
  /** Type and permission bits of Unix; 0 where another system made the archive. */
  readonly mode: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly offset: number;
}

export const LOCAL_HEADER = { signature: 0x04034b50, length: 30 } as const;
const CENTRAL = { signature: 0x02014b50, length: 46 } as const;
const END = { signature: 0x06054b50, length: 22 } as const;
/** The comment behind the end can be this long. */
const MAX_COMMENT = 65_535;
/** Names and attributes of 65,535 members, the most without zip64, are smaller. */
const MAX_DIRECTORY = 32 * 1024 * 1024;
const ENCRYPTED = 0x1;
const UNIX = 3;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The directory of a zip archive. Zip64 (4 GiB, 65,535 members), several disks and encryption are refused. */
export async function directoryOf(file: FileHandle): Promise<readonly ZipMember[]> {
  const { count, size, offset } = await endOf(file);
  if (size > MAX_DIRECTORY) throw refused('its directory is too large');
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await file.read(bytes, 0, size, offset);
  if (bytesRead < size) throw refused('its directory is cut off');
  const members: ZipMember[] = [];
  for (let at = 0; members.length < count; ) {
    if (at + CENTRAL.length > size || bytes.readUInt32LE(at) !== CENTRAL.signature)
      throw refused('its directory is damaged');
    const end =
      at + CENTRAL.length + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (end > size) throw refused('its directory is damaged');
    members.push(memberOf(bytes.subarray(at, end)));
    at = end;
  }
  refuseOverlaps(members);
  return members;
}

async function endOf(
  file: FileHandle,
): Promise<{ readonly count: number; readonly size: number; readonly offset: number }> {
  const { size: length } = await file.stat();
  const tail = Buffer.alloc(Math.min(length, END.length + MAX_COMMENT));
  await file.read(tail, 0, tail.length, length - tail.length);
  for (let at = tail.length - END.length; at >= 0; at--) {
    const isEnd =
      tail.readUInt32LE(at) === END.signature && at + END.length + tail.readUInt16LE(at + 20) === tail.length;
    if (!isEnd) continue;
    const [count, size, offset] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    const isPlain = tail.readUInt32LE(at + 4) === 0 && tail.readUInt16LE(at + 8) === count;
    if (!isPlain || count === 0xffff || offset === 0xffffffff)
      throw refused('it is of several parts or in the format zip64');
    return { count, size, offset };
  }
  throw refused('it is no zip archive');
}

function memberOf(bytes: Buffer): ZipMember {
  const nameBytes = bytes.subarray(CENTRAL.length, CENTRAL.length + bytes.readUInt16LE(28));
  const name = nameOf(nameBytes);
  if ((bytes.readUInt16LE(8) & ENCRYPTED) !== 0) throw refused(`${JSON.stringify(name)} is encrypted`);
  const isUnix = bytes.readUInt8(5) === UNIX;
  const member = {
    name,
    nameBytes,
    mode: isUnix ? bytes.readUInt16LE(40) : 0,
    method: bytes.readUInt16LE(10),
    crc: bytes.readUInt32LE(16),
    packedSize: bytes.readUInt32LE(20),
    size: bytes.readUInt32LE(24),
    offset: bytes.readUInt32LE(42),
  };
  if ([member.packedSize, member.size, member.offset].includes(0xffffffff)) throw refused('it is in the format zip64');
  return member;
}

function nameOf(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw refused('it has a name that is not UTF-8');
  }
}

/** Members that share their data are how small archives unpack to huge ones. */
function refuseOverlaps(members: readonly ZipMember[]): void {
  const sorted = [...members].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const { name, nameBytes, offset, packedSize } of sorted) {
    if (offset < end) throw refused(`${JSON.stringify(name)} shares its data with another entry`);
    end = offset + LOCAL_HEADER.length + nameBytes.length + packedSize;
  }
}
