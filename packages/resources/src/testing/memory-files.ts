import { ResourceError } from '../contract/error.ts';
import type { Entry } from '../contract/host.ts';
import { folderOf } from '../host/paths.ts';
import type { GivenEntry } from './case-rules.ts';

type Attributes = Pick<Entry, 'owner' | 'group' | 'mode'>;
type Node = Omit<Entry, 'size'> & { readonly bytes: Uint8Array };

const ROOT = { owner: 'root', group: 'root' };
const DIRECTORY: Node = { type: 'directory', mode: 0o755, bytes: new Uint8Array(), ...ROOT };

function nodeOf(given: GivenEntry): Node {
  if (typeof given === 'string') return { type: 'file', mode: 0o644, bytes: Buffer.from(given), ...ROOT };
  const { type = 'file', content = '', mode, owner = 'root', group = 'root', target } = given;
  const usual = type === 'directory' ? '0755' : '0644';
  return {
    type,
    owner,
    group,
    mode: Number.parseInt(mode ?? usual, 8),
    bytes: Buffer.from(content),
    ...(target === undefined ? {} : { target }),
  };
}

/** The files of a fake host. Refuses what a real one refuses: links in the way, missing folders, folders that are not empty. */
export class MemoryFiles {
  readonly #nodes = new Map<string, Node>([['/', DIRECTORY]]);

  /** Something that was there, or was made by a program: its folders come with it. */
  place(path: string, given: GivenEntry | null): void {
    if (given === null) {
      this.#nodes.delete(path);
      return;
    }
    for (let folder = folderOf(path); !this.#nodes.has(folder); folder = folderOf(folder))
      this.#nodes.set(folder, DIRECTORY);
    this.#nodes.set(path, nodeOf(given));
  }

  stat(path: string): Entry | undefined {
    const node = this.#nodes.get(path);
    if (node === undefined) return undefined;
    const { bytes, ...entry } = node;
    return { ...entry, size: bytes.length };
  }

  list(path: string): readonly string[] {
    const below = path === '/' ? '/' : `${path}/`;
    const inside = [...this.#nodes.keys()].filter((each) => each !== '/' && each.startsWith(below));
    return inside
      .map((each) => each.slice(below.length))
      .filter((name) => !name.includes('/'))
      .sort();
  }

  /** A tree and all that is in it is gone. */
  clear(path: string): void {
    for (const each of [...this.#nodes.keys()])
      if (each === path || each.startsWith(`${path}/`)) this.#nodes.delete(each);
  }

  read(path: string): Uint8Array {
    const node = this.#nodes.get(path);
    if (node?.type !== 'file') throw new ResourceError('not_a_file', `${path} is not a regular file`);
    return node.bytes;
  }

  put(path: string, type: 'file' | 'directory' | 'link', attributes: Attributes, content: Uint8Array | string): void {
    const former = this.#nodes.get(path);
    if (former !== undefined && former.type !== type)
      throw new ResourceError('in_the_way', `${path} is a ${former.type}`);
    if (this.#nodes.get(folderOf(path))?.type !== 'directory')
      throw new ResourceError('no_folder', `${path} has no folder`);
    const bytes = typeof content === 'string' ? new Uint8Array() : content;
    const target = typeof content === 'string' ? { target: content } : {};
    this.#nodes.set(path, { type, ...attributes, bytes, ...target });
  }

  attribute(path: string, attributes: Attributes): void {
    const node = this.#nodes.get(path);
    if (node === undefined || node.type === 'link') throw new ResourceError('not_there', `${path} is not there`);
    this.#nodes.set(path, { ...node, ...attributes });
  }

  remove(path: string): void {
    const isFull = [...this.#nodes.keys()].some((each) => each !== path && each.startsWith(`${path}/`));
    if (isFull) throw new ResourceError('not_empty', `${path} is not empty`);
    this.#nodes.delete(path);
  }
}
