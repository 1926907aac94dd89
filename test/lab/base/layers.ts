import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { diskHosts } from '../host/disk.ts';
import { runOrThrow } from '../machine/command.ts';
import { withLock } from '../machine/lock.ts';
import { mountOverlay, removeFolder, unmountBelow } from '../machine/mounts.ts';
import { basesFolder } from '../state/folder.ts';
import { labNumbers } from '../state/record.ts';
import type { Suite } from './suite.ts';
import { buildTree } from './tree.ts';

/** Which base a lab's hosts stand on. `cachedPackages` lie downloaded, not installed, in each host's apt cache. */
export interface BaseRequest {
  readonly suite: Suite;
  readonly cachedPackages: readonly string[];
}

/** Debian's mirrors drop a package when a newer one comes: older lists name files that are gone. */
const FRESH_MS = 24 * 60 * 60 * 1000;

/** Whoever comes second waits until the first has built. */
const LOCK_LIMIT_MS = 1_800_000;

const DOWNLOAD_LIMIT_MS = 900_000;

/**
 * Gives `use` the folders of the read-only layers, uppermost first, building what is missing: over the base tree lies
 * one layer with fresh package lists and the cached packages. `use` must make the hosts that stand on them before it
 * returns, because a layer no host stands on is removed when a fresher one is built.
 */
export async function withLayers<T>(request: BaseRequest, use: (layers: readonly string[]) => T): Promise<T> {
  return withLock(join(basesFolder(), 'bases.lock'), LOCK_LIMIT_MS, async () => {
    const tree = await buildTree(request.suite);
    const key = layerKey(request);
    const fresh = builtLayers().find((layer) => basename(layer).startsWith(key) && isFresh(layer));
    const made = use([fresh ?? (await buildLayer(tree, key, request.cachedPackages)), tree]);
    if (!fresh) await removeStale();
    return made;
  });
}

/** The start of a layer's folder name: the suite, and a hash of the packages in any order. */
export function layerKey(request: BaseRequest): string {
  const packages = [...new Set(request.cachedPackages)].sort().join('\n');
  return `packages-${request.suite}-${createHash('sha256').update(packages).digest('hex').slice(0, 12)}-`;
}

/** All built layers, the newest first. */
function builtLayers(): readonly string[] {
  return readdirSync(basesFolder())
    .filter((name) => /^packages-.*-\d{13}$/.test(name))
    .map((name) => join(basesFolder(), name))
    .sort((one, other) => builtAt(other) - builtAt(one));
}

/** A layer's name ends with when it was built, in milliseconds. */
function builtAt(layer: string): number {
  return Number(layer.slice(layer.lastIndexOf('-') + 1));
}

function isFresh(layer: string): boolean {
  return Date.now() - builtAt(layer) < FRESH_MS;
}

async function buildLayer(tree: string, key: string, packages: readonly string[]): Promise<string> {
  const draft = join(basesFolder(), `${key}building`);
  await removeFolder(draft);
  const paths = { upper: join(draft, 'upper'), work: join(draft, 'work'), at: join(draft, 'root') };
  for (const folder of Object.values(paths)) mkdirSync(folder, { recursive: true });
  await mountOverlay({ ...paths, layers: [tree] });
  try {
    await download(paths.at, packages);
  } finally {
    await unmountBelow(draft);
  }
  const layer = join(basesFolder(), `${key}${Date.now()}`);
  renameSync(paths.upper, layer);
  await removeFolder(draft);
  return layer;
}

/** One by one: packages that cannot be installed together can still be cached together. */
async function download(root: string, packages: readonly string[]): Promise<void> {
  const limit = { timeoutMs: DOWNLOAD_LIMIT_MS };
  await runOrThrow(['chroot', root, 'apt-get', 'update', '--error-on=any'], limit);
  for (const name of packages) {
    await runOrThrow(['chroot', root, 'apt-get', 'install', '--download-only', '--yes', '--', name], limit);
  }
}

async function removeStale(): Promise<void> {
  const used = labNumbers()
    .flatMap(diskHosts)
    .flatMap((host) => host.layers);
  for (const layer of builtLayers()) {
    if (!isFresh(layer) && !used.includes(layer)) await removeFolder(layer);
  }
}
