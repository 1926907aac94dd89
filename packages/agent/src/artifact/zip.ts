import type { FileHandle } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import type { ArchiveEntry } from './entry.ts';
import { piecesOf, through } from './pieces.ts';
import { refused } from './refused.ts';
import { directoryOf, LOCAL_HEADER, type ZipMember } from './zip-directory.ts';

const STORED = 0;
const DEFLATED = 8;
/** The file type in the upper half of a Unix zip's attributes. */
const TYPE_MASK = 0o170000;
const DIRECTORY = 0o040000;
const REGULAR = 0o100000;
const LINK = 0o120000;
const MAX_TARGET = 4096;

/** The members of a zip archive, by its directory at the end; what is said twice must be said alike. */
export async function* readZip(file: FileHandle): AsyncGenerator<ArchiveEntry> {
  for (const member of await directoryOf(file)) yield await entryOf(file, member);
}

async function entryOf(file: FileHandle, member: ZipMember): Promise<ArchiveEntry> {
  const { name, mode } = member;
  if (name.includes('\\')) throw refused(`${JSON.stringify(name)} has a backslash in it`);
  const type = mode & TYPE_MASK;
  if (name.endsWith('/') || type === DIRECTORY) return { type: 'directory', name, mode: mode & 0o777 || 0o755 };
  if (type === LINK) return { type: 'link', name, target: await targetOf(file, member) };
  if (type !== 0 && type !== REGULAR) throw refused(`${JSON.stringify(name)} is a device, a pipe or a socket`);
  return { type: 'file', name, mode: mode & 0o7777 || 0o644, content: contentOf(file, member) };
}

async function targetOf(file: FileHandle, member: ZipMember): Promise<string> {
  if (member.size > MAX_TARGET) throw refused(`the link ${JSON.stringify(member.name)} points too far`);
  const pieces: Uint8Array[] = [];
  for await (const piece of contentOf(file, member)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function* contentOf(file: FileHandle, member: ZipMember): AsyncGenerator<Uint8Array> {
  const packed = piecesOf(file, await dataOf(file, member), member.packedSize);
  let [size, sum] = [0, 0];
  for await (const piece of unpacked(packed, member)) {
    size += piece.length;
    if (size > member.size) throw refused(`${JSON.stringify(member.name)} is larger than it says`);
    sum = crc32(piece, sum);
    yield piece;
  }
  if (size !== member.size || sum !== member.crc) throw refused(`${JSON.stringify(member.name)} is damaged`);
}

function unpacked(packed: AsyncIterable<Uint8Array>, { name, method }: ZipMember): AsyncIterable<Uint8Array> {
  if (method === STORED) return packed;
  if (method === DEFLATED) return through(packed, createInflateRaw());
  throw refused(`${JSON.stringify(name)} is packed by method ${method}; stored and deflated ones can be unpacked`);
}

/** Where a member's data begins: behind its own header, which must give it the same name. */
async function dataOf(file: FileHandle, { name, nameBytes, offset }: ZipMember): Promise<number> {
  const header = Buffer.alloc(LOCAL_HEADER.length);
  await file.read(header, 0, header.length, offset);
  const nameLength = header.readUInt16LE(26);
  const local = Buffer.alloc(nameLength);
  await file.read(local, 0, nameLength, offset + header.length);
  if (header.readUInt32LE(0) !== LOCAL_HEADER.signature || !local.equals(nameBytes)) {
    throw refused(`${JSON.stringify(name)} has another name in its own header`);
  }
  return offset + header.length + nameLength + header.readUInt16LE(28);
}
