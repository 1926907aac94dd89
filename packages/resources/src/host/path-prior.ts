import { createHash } from 'node:crypto';
import { ResourceError } from '../contract/error.ts';
import type { Entry, Host } from '../contract/host.ts';
import type { FileContent, PathPrior, Prior } from '../contract/prior.ts';

/** The content of a larger file is not kept, only its size and hash: no configuration is near it. */
export const MAX_KEPT_BYTES = 8 * 1024 * 1024;
/** The most that is read for a hash: `readFile` of the agent's host reads no larger files. */
const MAX_HASHED_BYTES = 64 * 1024 * 1024;

type Paths = NonNullable<Prior['paths']>;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function contentOf(host: Host, path: string, { size, owner, mode }: Entry): Promise<FileContent> {
  if (size > MAX_HASHED_BYTES) return { kept: false, bytes: size, sha256: null };
  // It comes back as this owner's, with this mode: another file may have taken its place since it was looked at.
  const bytes = await host.readFile(path, { owner, mode });
  if (bytes.length > MAX_KEPT_BYTES) return { kept: false, bytes: bytes.length, sha256: sha256(bytes) };
  return { kept: true, base64: Buffer.from(bytes).toString('base64') };
}

async function captureOne(host: Host, path: string): Promise<PathPrior | null> {
  const entry = await host.stat(path);
  if (entry === undefined) return null;
  const { owner, group, mode } = entry;
  switch (entry.type) {
    case 'file':
      return { type: 'file', owner, group, mode, content: await contentOf(host, path, entry) };
    case 'directory':
      return { type: 'directory', owner, group, mode };
    case 'link':
      return { type: 'link', target: entry.target ?? '' };
    case 'other':
      return { type: 'other' };
  }
}

/** What lies at these paths now: links are not followed, and what is in a directory is not looked at. For a kind's `capture`. */
export async function capturePaths(host: Host, paths: readonly string[]): Promise<Paths> {
  const captured: Record<string, PathPrior | null> = {};
  for (const path of paths) captured[path] = await captureOne(host, path);
  return captured;
}

const depth = (path: string): number => path.split('/').length;

/**
 * Brings back what lay at these paths, and nothing else: what must go goes first, from the deepest path up; then what was there comes
 * back, from the outermost down. A directory that is not empty by then stays, and is an error. For a kind's `restore`.
 */
export async function restorePaths(host: Host, paths: Paths): Promise<void> {
  const entries = Object.entries(paths).sort(([one], [other]) => depth(one) - depth(other));
  for (const [path, prior] of entries) await refuseLost(host, path, prior);
  for (const [path, prior] of entries.toReversed()) {
    const now = await host.stat(path);
    if (now !== undefined && now.type !== prior?.type) await host.removeEntry(path);
  }
  for (const [path, prior] of entries) if (prior !== null) await bringBack(host, path, prior);
}

/** Said before anything is touched: what was not kept cannot come back, unless it is still there. */
async function refuseLost(host: Host, path: string, prior: PathPrior | null): Promise<void> {
  if (prior === null || prior.type === 'directory' || prior.type === 'link') return;
  const now = await captureOne(host, path);
  if (prior.type === 'other') {
    if (now?.type !== 'other') throw lost(path, 'it was a device, socket or pipe');
  } else if (!prior.content.kept && !isSameContent(prior.content, now)) {
    throw lost(path, `a file of ${prior.content.bytes} bytes is too large to be kept`);
  }
}

const isSameContent = (content: FileContent, now: PathPrior | null): boolean =>
  now?.type === 'file' && contentHash(content) !== null && contentHash(now.content) === contentHash(content);

/** The SHA-256 of a content that was captured; nothing where it was too large for that. */
export const contentHash = (content: FileContent): string | null =>
  content.kept ? sha256(Buffer.from(content.base64, 'base64')) : content.sha256;

const lost = (path: string, why: string): ResourceError =>
  new ResourceError('no_prior', `What was at ${path} cannot be brought back: ${why}.`, {
    hint: 'Bring it back from a backup, or leave this resource as it is.',
  });

async function bringBack(host: Host, path: string, prior: PathPrior): Promise<void> {
  switch (prior.type) {
    case 'file': {
      const { owner, group, mode, content } = prior;
      if (!content.kept) return host.setAttributes(path, { owner, group, mode });
      return host.writeFile(path, { content: Buffer.from(content.base64, 'base64'), owner, group, mode });
    }
    case 'directory':
      return host.makeDirectory(path, { owner: prior.owner, group: prior.group, mode: prior.mode });
    case 'link':
      return host.makeLink(path, prior.target);
    case 'other':
      return;
  }
}

/** `capture` and `restore` of a kind whose resources are entries of the file system and nothing else. */
export const filePriors = <Params>(pathsOf: (params: Params) => readonly string[]) => ({
  capture: async (host: Host, params: Params): Promise<Prior> => ({ paths: await capturePaths(host, pathsOf(params)) }),
  restore: (host: Host, _params: Params, prior: Prior): Promise<void> => restorePaths(host, prior.paths ?? {}),
});
