import { Bytes } from './bytes.ts';
import type { ArchiveEntry } from './entry.ts';
import { refused } from './refused.ts';
import { noExtension, type PaxExtension, paxOf, withLongName } from './tar-extension.ts';
import { headerOf, type TarHeader } from './tar-header.ts';

const BLOCK = 512;
/** Names of 4096 bytes and some attributes fit; larger extensions only serve to fill memory. */
const MAX_EXTENSION = 1024 * 1024;

/** The members of a tar archive: ustar, GNU's long names, and pax. What is neither file, folder nor link is refused. */
export async function* readTar(input: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const bytes = new Bytes(input);
  let extension: PaxExtension = noExtension;
  for (;;) {
    const block = await bytes.exactly(BLOCK);
    if (block === undefined || block.every((byte) => byte === 0)) return;
    const header = headerOf(block);
    const more = await extensionIn(header, bytes, extension);
    if (more !== undefined) {
      extension = more;
      continue;
    }
    const full: TarHeader = { ...header, ...extension };
    extension = noExtension;
    const body = new Body(bytes, full.size);
    yield entryOf(full, body);
    await body.skip();
  }
}

/** What a header that only describes the next one adds; nothing where it is a member itself. */
async function extensionIn(header: TarHeader, bytes: Bytes, so: PaxExtension): Promise<PaxExtension | undefined> {
  if (!'xgLK'.includes(header.type)) return undefined;
  if (header.size > MAX_EXTENSION) throw refused(`it has an extension of ${header.size} bytes before an entry`);
  const padded = Math.ceil(header.size / BLOCK) * BLOCK;
  const content = ((await bytes.exactly(padded)) ?? Buffer.alloc(0)).subarray(0, header.size);
  if (header.type === 'x') return { ...so, ...paxOf(content) };
  if (header.type === 'g') {
    // A comment, as git writes it, says nothing about members; what would rename or resize all of them is no use to anybody honest.
    if (Object.keys(paxOf(content)).length > 0) throw refused('it renames or resizes all of its entries at once');
    return so;
  }
  return withLongName(so, header.type, content);
}

function entryOf(header: TarHeader, body: Body): ArchiveEntry {
  const { name, mode, target } = header;
  switch (header.type) {
    case '0':
    case '7':
      if (name.endsWith('/')) return { type: 'directory', name, mode };
      return { type: 'file', name, mode, content: body.pieces() };
    case '1':
      return { type: 'hardLink', name, target };
    case '2':
      return { type: 'link', name, target };
    case '5':
      return { type: 'directory', name, mode };
    default:
      throw refused(
        `${JSON.stringify(name)} is a device, a pipe or something else that is no file (type "${header.type}")`,
      );
  }
}

/** A member's content, padded to whole blocks; whatever was not read is passed over. */
class Body {
  readonly #bytes: Bytes;
  #left: number;
  readonly #padding: number;

  constructor(bytes: Bytes, size: number) {
    this.#bytes = bytes;
    this.#left = size;
    this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#bytes.upTo(this.#left)) {
      this.#left -= piece.length;
      yield piece;
    }
    if (this.#left > 0) throw refused('it ends in the middle of a file');
  }

  async skip(): Promise<void> {
    for await (const _ of this.pieces());
    for await (const _ of this.#bytes.upTo(this.#padding));
  }
}
