import { createHash } from 'node:crypto';
import { ResourceError } from '../contract/error.ts';
import type { Entry, Host, Looked, PlacedFile } from '../contract/host.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { errorOf } from '../host/error-of.ts';
import { lookAll, sha256Of } from '../host/look-all.ts';
import { filePriors } from '../host/path-prior.ts';
import { modeText } from '../host/paths.ts';
import { readEach } from '../host/read-each.ts';
import { bytesOf, insteadOf, putFiles, textOf } from '../host/regular-file.ts';
import { DPKG_STATUS, shippedHash } from '../package/dpkg-status.ts';
import { isInParts, type Parts, readParts, removeParts, setParts, wantedParts } from './parts/parts.ts';
import type { FileParams } from './resource.ts';

export interface FileState extends Parts {
  readonly type: 'file';
  /** The text; of what is not text, its size and hash. */
  readonly content?: string;
  /** Whether the file is past its start: it exists, and is not as its package shipped it. */
  readonly seeded?: boolean;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
}

type FileChange = Write<FileParams, FileState>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const described = (bytes: Uint8Array): string => `binary, ${bytes.length} bytes, sha256 ${sha256Of(bytes)}`;

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

const contentOf = (params: FileParams): Uint8Array =>
  params.encoding === 'base64' ? Buffer.from(params.content ?? '', 'base64') : encoder.encode(params.content ?? '');

/** Hashes of wanted contents, for as long as their parameters are kept. */
const hashes = new WeakMap<FileParams, string>();

function hashWanted(params: FileParams): string {
  const hash = hashes.get(params) ?? sha256Of(contentOf(params));
  hashes.set(params, hash);
  return hash;
}

/** The wanted content as it would be read: a text that UTF-8 can hold is itself. */
const shownWanted = (params: FileParams): string =>
  params.encoding !== 'base64' && params.content?.isWellFormed() === true
    ? params.content
    : shownContent(contentOf(params), params.encoding);

function want(params: FileParams): Partial<FileState> {
  const attributes = { owner: params.owner, group: params.group, mode: modeText(params.mode) };
  if (!isInParts(params)) {
    return { type: 'file', content: shownWanted(params), ...attributes };
  }
  const seeded = params.seed === undefined ? {} : { seeded: true };
  return { type: 'file', ...seeded, ...wantedParts(params), ...attributes };
}

/** The text to start with: the seed with the owned parts in it. */
const seedOf = (params: FileParams): Promise<string> => setParts(params.seed ?? '', params);

/** A file that nobody changed since its package brought it has not been seeded; unless the seed is just that. */
async function isSeeded(host: Host, params: FileParams, bytes: Uint8Array): Promise<boolean> {
  const shipped = shippedHash((await textOf(host, DPKG_STATUS)) ?? '', params.path);
  if (shipped !== createHash('md5').update(bytes).digest('hex')) return true;
  return Buffer.compare(bytes, encoder.encode(await seedOf(params))) === 0;
}

const attributesOf = ({ owner, group, mode }: Entry): Pick<FileState, 'type' | 'owner' | 'group' | 'mode'> => ({
  type: 'file',
  owner,
  group,
  mode: modeText(mode),
});

async function readInParts(
  host: Host,
  params: FileParams,
  entry: Entry,
  bytes?: Uint8Array,
): Promise<Observed<FileState>> {
  const text = bytes && asText(bytes);
  if (bytes === undefined || text === undefined) {
    return { is: 'unknown', reason: `${params.path} is not a text file: it is left as it is.` };
  }
  const seeded = params.seed === undefined ? {} : { seeded: await isSeeded(host, params, bytes) };
  return { is: 'present', state: { ...attributesOf(entry), ...seeded, ...(await readParts(text, params)) } };
}

/** Reads a file's content only where its hash is not that of what is wanted. */
async function read(host: Host, params: FileParams, found: Looked): Promise<Observed<FileState>> {
  if (found.is !== 'there') return found;
  const { entry, sha256 } = found;
  if (entry.type !== 'file') return { is: 'unknown', reason: insteadOf('a regular file', params.path, entry) };
  const bytes = (): Promise<Uint8Array | undefined> => bytesOf(host, params.path, entry);
  if (isInParts(params)) return readInParts(host, params, entry, await bytes());
  if (sha256 !== undefined && sha256 === hashWanted(params)) {
    return { is: 'present', state: { ...attributesOf(entry), content: shownWanted(params) } };
  }
  const now = await bytes();
  const content = now === undefined ? `a file of ${entry.size} bytes` : shownContent(now, params.encoding);
  return { is: 'present', state: { ...attributesOf(entry), content } };
}

async function readAll(host: Host, wanted: readonly FileParams[]): Promise<readonly Observed<FileState>[]> {
  const paths = wanted.map(({ path }) => path);
  const found = await lookAll(host, paths, { digests: wanted.some((params) => !isInParts(params)) });
  return readEach(wanted, (params, i) => read(host, params, found[i] ?? { is: 'absent' }));
}

/** The bytes that a file of which parts are owned should have now. */
async function mergedNow(host: Host, { params, found }: FileChange): Promise<Uint8Array> {
  if (found.is === 'absent' || found.state.seeded === false) return encoder.encode(await seedOf(params));
  const text = decoder.decode(await host.readFile(params.path, { sole: true, owner: params.owner }));
  return encoder.encode(await setParts(text, params));
}

/** Only group or mode differ. A file of another user's is not given away, but replaced. */
const hasItsContent = ({ params, found }: FileChange): boolean =>
  found.is === 'present' &&
  found.state.owner === params.owner &&
  found.state.content !== undefined &&
  found.state.content === want(params).content;

/** The file as it is to be put in place. */
async function placed(host: Host, change: FileChange): Promise<PlacedFile> {
  const { path, owner, group, mode, validate } = change.params;
  const content = isInParts(change.params) ? await mergedNow(host, change) : contentOf(change.params);
  return { path, file: { content, owner, group, mode, validate } };
}

/** So many bytes are held in memory to be written at once, and one more file. */
const HELD_BYTES = 8 * 1024 * 1024;

/** In their order, up to the first that fails; those before it are in place. */
async function write(host: Host, changes: readonly FileChange[]): Promise<void> {
  let held: PlacedFile[] = [];
  const flush = async (): Promise<void> => {
    const files = held;
    held = [];
    await putFiles(host, files);
  };
  const unfit = await errorOf(async () => {
    for (const change of changes) {
      const { path, owner, group, mode } = change.params;
      const isAttributes = hasItsContent(change);
      if (isAttributes || held.reduce((sum, { file }) => sum + file.content.length, 0) > HELD_BYTES) await flush();
      if (isAttributes) await host.setAttributes(path, { owner, group, mode });
      else held.push(await placed(host, change));
    }
  });
  await flush();
  if (unfit !== undefined) throw unfit.error;
}

/** Takes the owned parts out of a file that others share; a file that then holds nothing, or only its seed, was ours. */
async function removeFrom(host: Host, params: FileParams, entry: Entry): Promise<void> {
  const { owner, group, mode } = entry;
  const text = decoder.decode(await host.readFile(params.path, { sole: true, owner, mode }));
  const left = await removeParts(text, params);
  const seed = params.seed === undefined ? '' : await removeParts(params.seed, params);
  if (left.trim() === '' || left === seed) return host.removeEntry(params.path);
  if (left === text) return;
  await host.writeFile(params.path, { content: encoder.encode(left), owner, group, mode, validate: params.validate });
}

/** Files, in their order; together, because the disk is waited for once for all of them. */
export const fileProvider: Provider<FileParams, FileState> = {
  simulates: true,
  textProperties: ['content', 'blocks'],
  want,
  read: readAll,
  together: true,
  write,
  ...filePriors<FileParams>(({ path }) => [path]),
  gone: ({ holdsParts }) => holdsParts === false,
  async remove(host, params) {
    const { path } = params;
    const entry = await host.stat(path);
    if (entry === undefined) return;
    if (entry.type !== 'file') {
      throw new ResourceError('not_a_file', `${path} is no longer a regular file, so it is not removed.`, {
        hint: 'Look at what is there, and remove it by hand.',
      });
    }
    await (isInParts(params) ? removeFrom(host, params, entry) : host.removeEntry(path));
  },
};
