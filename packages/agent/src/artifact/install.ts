import { randomBytes } from 'node:crypto';
import { constants, fsyncSync, lstatSync, mkdirSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import { chmod, chown, type FileHandle, open, writeFile } from 'node:fs/promises';
import type { Unpacking } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { ARTIFACT_PREFIX, ARTIFACT_RECORD, type ArtifactRecord, MAX_RECORDED } from '@rolecall/resources/providers';
import { Accounts } from '../host/accounts.ts';
import { explained } from '../host/files/failure.ts';
import { inExistingFolder, type OpenFolder } from '../host/files/path.ts';
import { refuseForeign } from '../host/files/trust.ts';
import { query } from '../host/query.ts';
import { download } from './download.ts';
import { openArchive } from './open-archive.ts';
import { sourceOf } from './source.ts';
import { Tree } from './tree.ts';

const PART = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
/** Removing or syncing large trees takes minutes on slow disks. */
const TREE_TIMEOUT_MS = 600_000;

type Say = (line: string) => void;

/**
 * Fetches an artifact, checks it, unpacks it beside its place, and renames it into place: its folder is there whole, or not at all. A
 * fetch that was cut off goes on where it stopped. The folder above must be root's alone.
 */
export async function install(request: Unpacking, say: Say): Promise<void> {
  const accounts = new Accounts();
  const user = await accounts.user(request.owner);
  const { gid } = await accounts.group(request.group);
  const { folder: path } = request;
  await inExistingFolder(
    path,
    (folder, at) => refuseForeign(folder, at, accounts, undefined),
    async (folder, name) => {
      try {
        await sweep(folder, partOf(request));
        const part = await open(folder.entry(partOf(request)), PART, 0o600);
        try {
          await fetchInto(part, request, say);
          await unpack(folder, name, part, request, { uid: user.uid, gid });
        } finally {
          await part.close();
        }
        unlinkSync(folder.entry(partOf(request)));
        say(`${path} is in place`);
      } catch (thrown) {
        throw explained(thrown, 'Unpacking', path, folder.path);
      }
    },
  );
}

const partOf = ({ sha256 }: Unpacking): string => `${ARTIFACT_PREFIX}part-${sha256.slice(0, 16)}`;

/** What earlier ones left that were cut off, except what this one goes on with. */
async function sweep(folder: OpenFolder, part: string): Promise<void> {
  const left = readdirSync(`/proc/self/fd/${folder.fd}`).filter(
    (name) => name.startsWith(ARTIFACT_PREFIX) && name !== part,
  );
  for (const name of left) await removeTree(`${folder.path}/${name}`);
  if (lstatSync(folder.entry(part), { throwIfNoEntry: false })?.isFile() === false)
    await removeTree(`${folder.path}/${part}`);
}

async function fetchInto(part: FileHandle, request: Unpacking, say: Say): Promise<void> {
  let saidAt = performance.now();
  const onProgress = (bytes: number): void => {
    if (performance.now() - saidAt < 2_000) return;
    saidAt = performance.now();
    say(`${(bytes / 2 ** 20).toFixed(1)} MiB fetched`);
  };
  const { sha256, maxBytes, timeoutMs } = request;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await download(part, { source: sourceOf(request), sha256, maxBytes, signal, onProgress });
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    throw new ResourceError('fetch_timeout', `The artifact was not fetched within ${timeoutMs / 1000} s.`, {
      hint: 'What came so far is kept: the next apply goes on behind it. `timeoutMs` gives it more time.',
    });
  }
}

async function unpack(
  folder: OpenFolder,
  name: string,
  part: FileHandle,
  request: Unpacking,
  owner: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const fresh = `${ARTIFACT_PREFIX}new-${randomBytes(8).toString('hex')}`;
  const root = folder.entry(fresh);
  // Until it is whole, nobody but root can enter it.
  mkdirSync(root, 0o700);
  try {
    const names = await new Tree(root, { ...request, ...owner }).take(await openArchive(part, request));
    const record: ArtifactRecord = {
      sha256: request.sha256,
      at: new Date().toISOString(),
      entries: names.slice(0, MAX_RECORDED),
    };
    await writeFile(`${root}/${ARTIFACT_RECORD}`, JSON.stringify(record), { flag: 'wx', mode: 0o644 });
    await chown(root, owner.uid, owner.gid);
    await chmod(root, 0o755);
    await mustEndWell(['sync', '-f', `${folder.path}/${fresh}`]);
    await swapIn(folder, fresh, name);
  } catch (thrown) {
    await removeTree(`${folder.path}/${fresh}`);
    throw thrown;
  }
}

/** A folder cannot be renamed over another: the old one is moved aside first, for an instant. */
async function swapIn(folder: OpenFolder, fresh: string, name: string): Promise<void> {
  const old = `${ARTIFACT_PREFIX}old-${randomBytes(8).toString('hex')}`;
  const isThere = lstatSync(folder.entry(name), { throwIfNoEntry: false }) !== undefined;
  if (isThere) renameSync(folder.entry(name), folder.entry(old));
  renameSync(folder.entry(fresh), folder.entry(name));
  fsyncSync(folder.fd);
  if (isThere) await removeTree(`${folder.path}/${old}`);
}

/** `rm` walks by descriptors and follows no link, whatever somebody who owns a part of the tree does meanwhile. */
const removeTree = (path: string): Promise<void> => mustEndWell(['rm', '-rf', '--one-file-system', '--', path]);

async function mustEndWell(argv: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await query(argv, TREE_TIMEOUT_MS);
  if (exitCode === 0) return;
  throw new ResourceError('file_failed', `${argv[0]} failed: ${stderr.trim()}`, { command: argv.join(' ') });
}
