import { refused } from './refused.ts';
import { type TarHeader, textOf } from './tar-header.ts';

/** What a header in front of another one says about it. */
export type PaxExtension = Partial<Pick<TarHeader, 'name' | 'target' | 'size'>>;

export const noExtension: PaxExtension = {};

const FIELDS = { path: 'name', linkpath: 'target' } as const;

/** Records of POSIX.1-2001: `LENGTH KEY=VALUE\n`, where the length counts the whole record. */
export function paxOf(content: Buffer): PaxExtension {
  let extension: PaxExtension = {};
  for (let at = 0; at < content.length; ) {
    const blank = content.indexOf(0x20, at);
    const length = blank === -1 ? Number.NaN : Number(content.subarray(at, blank).toString('latin1'));
    const end = at + length;
    if (!Number.isInteger(length) || end > content.length || end <= blank + 1 || content[end - 1] !== 0x0a) {
      throw refused('it has a damaged extension before an entry');
    }
    extension = { ...extension, ...recordOf(content.subarray(blank + 1, end - 1)) };
    at = end;
  }
  return extension;
}

function recordOf(record: Buffer): PaxExtension {
  const split = record.indexOf(0x3d);
  const key = record.subarray(0, Math.max(split, 0)).toString('latin1');
  const value = record.subarray(split + 1);
  if (key.startsWith('GNU.sparse.')) throw refused('it holds a sparse file');
  if (key === 'size') {
    const size = Number(value.toString('latin1'));
    if (!Number.isSafeInteger(size) || size < 0) throw refused('it has an entry of an impossible size');
    return { size };
  }
  if (key !== 'path' && key !== 'linkpath') return {};
  if (value.includes(0)) throw refused('it has a name with a zero byte in it');
  return { [FIELDS[key]]: textOf(value) };
}

/** GNU's `L` holds the next entry's name, `K` the target of its link. */
export const withLongName = (so: PaxExtension, type: string, content: Buffer): PaxExtension =>
  type === 'L' ? { ...so, name: textOf(content) } : { ...so, target: textOf(content) };
