import { readSync } from 'node:fs';
import { ControllerError } from '../error.ts';
import { BLOCK, paddingOf } from '../offline/tar.ts';

/** Where a file of an archive lies in it. */
export interface Place {
  /** Bytes before it. */
  readonly start: number;
  readonly size: number;
}

/** Images have some hundred layers at most. */
const MAX_ENTRIES = 10_000;
/** Extended headers hold a name and some numbers. */
const MAX_EXTENDED = 1024 ** 2;

/** What an extended header says of the entry behind it. */
interface Extended {
  readonly name?: string;
  readonly size?: number;
}

/**
 * The plain files of a tar archive by their names, as the engines of containers write one (POSIX.1-2001 and GNU tar). Nothing of them is read.
 * @throws ControllerError `no_image` where it is no such archive
 */
export function placesIn(file: number, size: number): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  let extended: Extended = {};
  for (let at = 0, entries = 0; at + BLOCK <= size; entries++) {
    const header = bytesAt(file, { start: at, size: BLOCK });
    if (header.every((byte) => byte === 0)) break;
    if (entries >= MAX_ENTRIES || !isHeader(header)) throw noTar();
    const type = String.fromCharCode(header[156] ?? 0);
    const place = { start: at + BLOCK, size: extended.size ?? sizeIn(header) };
    if (!Number.isSafeInteger(place.size) || place.size < 0 || place.start + place.size > size) throw noTar();
    if (type === 'x' || type === 'L') extended = { ...extended, ...extendedIn(file, place, type) };
    else {
      const name = extended.name ?? nameIn(header);
      if (type === '0' || type === '\0') places.set(name.replace(/^(\.\/)+/, ''), place);
      // A header for all that follow, and the long target of a link, say nothing of the next file's place.
      if (type !== 'g' && type !== 'K') extended = {};
    }
    at = place.start + place.size + paddingOf(place.size);
  }
  return places;
}

/** @throws ControllerError `no_image` where the file ends before */
export function bytesAt(file: number, { start, size }: Place): Buffer {
  const bytes = Buffer.alloc(size);
  if (readSync(file, bytes, 0, size, start) !== size) throw noTar();
  return bytes;
}

const noTar = (): ControllerError =>
  new ControllerError('no_image', 'it is no archive of an image, or a compressed one', {
    hint: 'make one with: skopeo copy docker://IMAGE oci-archive:FILE, podman save or docker save',
  });

const textIn = (header: Buffer, start: number, length: number): string =>
  header.toString('utf8', start, start + length).replace(/\0.*$/s, '');

/** The sum of all bytes, with that of the sum itself taken as blanks. */
function isHeader(header: Buffer): boolean {
  const sum = header.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
  return Number.parseInt(textIn(header, 148, 8), 8) === sum;
}

/** Octal digits, or GNU's binary form for what is larger than those can say. */
const sizeIn = (header: Buffer): number =>
  (header[124] ?? 0) >= 0x80
    ? Number(header.readBigUInt64BE(128))
    : Number.parseInt(textIn(header, 124, 12).trim() || '0', 8);

function nameIn(header: Buffer): string {
  const prefix = textIn(header, 257, 6).startsWith('ustar') ? textIn(header, 345, 155) : '';
  const name = textIn(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** GNU's long name, or records of `LENGTH KEY=VALUE` a line. */
function extendedIn(file: number, place: Place, type: string): Extended {
  if (place.size > MAX_EXTENDED) throw noTar();
  const text = bytesAt(file, place).toString('utf8');
  if (type === 'L') return { name: text.replace(/\0.*$/s, '') };
  const records = new Map([...text.matchAll(/^\d+ ([^=\n]+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value]));
  const [name, size] = [records.get('path'), records.get('size')];
  return { ...(name === undefined ? {} : { name }), ...(size === undefined ? {} : { size: Number(size) }) };
}
