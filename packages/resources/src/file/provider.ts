import { createHash } from 'node:crypto';
import { ResourceError } from '../contract/error.ts';
import type { Entry, Host } from '../contract/host.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { filePriors } from '../host/path-prior.ts';
import { modeText } from '../host/paths.ts';
import { readEach } from '../host/read-each.ts';
import { lookAtFile, putFile, textOf } from '../host/regular-file.ts';
import { DPKG_STATUS, shippedHash } from '../package/dpkg-status.ts';
import { formats } from './formats/formats.ts';
import { type Keys, mergeKeys, readKeys } from './key-lines.ts';
import type { FileParams } from './resource.ts';

export interface FileState {
  readonly type: 'file';
  /** The text; of what is not text, its size and hash. */
  readonly content?: string;
  /** The owned keys that are there. */
  readonly keys?: Keys;
  /** Whether the file is past its start: it exists, and is not as its package shipped it. */
  readonly seeded?: boolean;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const described = (bytes: Uint8Array): string =>
  `binary, ${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`;

/** The bytes as text; nothing where they are not UTF-8. */
function asText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Content as it is compared and shown. */
const shownContent = (bytes: Uint8Array, encoding: FileParams['encoding']): string =>
  (encoding === 'base64' ? undefined : asText(bytes)) ?? described(bytes);

const formatOf = (params: FileParams) => formats[params.format ?? 'space'];

const contentOf = (params: FileParams): Uint8Array =>
  params.encoding === 'base64' ? Buffer.from(params.content ?? '', 'base64') : encoder.encode(params.content ?? '');

function want(params: FileParams): Partial<FileState> {
  const attributes = { owner: params.owner, group: params.group, mode: modeText(params.mode) };
  if (params.keys === undefined) {
    return { type: 'file', content: shownContent(contentOf(params), params.encoding), ...attributes };
  }
  const seeded = params.seed === undefined ? {} : { seeded: true };
  return { type: 'file', ...seeded, keys: params.keys, ...attributes };
}

/** The text to start with: the seed with the owned keys in it. */
const seedOf = (params: FileParams): string => mergeKeys(params.seed ?? '', params.keys ?? {}, formatOf(params));

/** A file that nobody changed since its package brought it has not been seeded; unless the seed is just that. */
async function isSeeded(host: Host, params: FileParams, bytes: Uint8Array): Promise<boolean> {
  const shipped = shippedHash((await textOf(host, DPKG_STATUS)) ?? '', params.path);
  if (shipped !== createHash('md5').update(bytes).digest('hex')) return true;
  return Buffer.compare(bytes, encoder.encode(seedOf(params))) === 0;
}

const attributesOf = ({ owner, group, mode }: Entry): Pick<FileState, 'type' | 'owner' | 'group' | 'mode'> => ({
  type: 'file',
  owner,
  group,
  mode: modeText(mode),
});

async function readKeyed(
  host: Host,
  params: FileParams,
  entry: Entry,
  bytes?: Uint8Array,
): Promise<Observed<FileState>> {
  const text = bytes && asText(bytes);
  if (bytes === undefined || text === undefined) {
    return { is: 'unknown', reason: `${params.path} is not a text file of keys: it is left as it is.` };
  }
  const keys = readKeys(text, params.keys ?? {}, formatOf(params));
  const seeded = params.seed === undefined ? {} : { seeded: await isSeeded(host, params, bytes) };
  return { is: 'present', state: { ...attributesOf(entry), keys, ...seeded } };
}

async function read(host: Host, params: FileParams): Promise<Observed<FileState>> {
  const found = await lookAtFile(host, params.path);
  if (found.is !== 'file') return found;
  if (params.keys !== undefined) return readKeyed(host, params, found.entry, found.bytes);
  const tooLarge = `a file of ${found.entry.size} bytes`;
  const content = found.bytes === undefined ? tooLarge : shownContent(found.bytes, params.encoding);
  return { is: 'present', state: { ...attributesOf(found.entry), content } };
}

/** The bytes that a keyed file should have now. */
async function mergedNow(host: Host, { params, found }: Write<FileParams, FileState>): Promise<Uint8Array> {
  if (found.is === 'absent' || found.state.seeded === false) return encoder.encode(seedOf(params));
  const text = decoder.decode(await host.readFile(params.path));
  return encoder.encode(mergeKeys(text, params.keys ?? {}, formatOf(params)));
}

async function write(host: Host, change: Write<FileParams, FileState>): Promise<void> {
  const { params, found } = change;
  const { path, owner, group, mode, validate } = params;
  if (found.is === 'present' && found.state.content !== undefined && found.state.content === want(params).content) {
    return host.setAttributes(path, { owner, group, mode });
  }
  const content = params.keys === undefined ? contentOf(params) : await mergedNow(host, change);
  await putFile(host, path, { content, owner, group, mode, validate });
}

/** Files, one by one and in their order. */
export const fileProvider: Provider<FileParams, FileState> = {
  textProperties: ['content'],
  want,
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const change of changes) await write(host, change);
  },
  ...filePriors<FileParams>(({ path }) => [path]),
  async remove(host, { path }) {
    const entry = await host.stat(path);
    if (entry === undefined) return;
    if (entry.type !== 'file') {
      throw new ResourceError('not_a_file', `${path} is no longer a regular file, so it is not removed.`, {
        hint: 'Look at what is there, and remove it by hand.',
      });
    }
    await host.removeEntry(path);
  },
};
