import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Finding, Sha256 } from '@rolecall/protocol';
import { ContentCache, cacheFolder, modulesFolders, packagesOf, writeWhole } from '../content-cache.ts';
import { hashOf } from './hash.ts';

/** A site as one blob, or what keeps it from becoming one. */
export type Bundled =
  | { readonly ok: true; readonly hash: Sha256; content(): Promise<Uint8Array> }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Bundles a site file with its roles and the files they name; an unchanged site is not bundled again. */
export async function bundleSite(site: string): Promise<Bundled> {
  const path = resolve(site);
  const from = process.cwd();
  if (!existsSync(path) || !statSync(path).isFile()) return refuse(`${site}: there is no such file`);
  const cache = new ContentCache<Sha256>(['bundle', '2', path, from]);
  const kept = cache.find();
  if (kept !== undefined && existsSync(placeOf(kept))) return bundled(kept);
  const started = Date.now();
  // An unchanged site needs neither the bundler nor the schemas of an archive.
  const { buildSite } = await import('./build.ts');
  const built = await buildSite(path, from);
  if (!built.ok) return built;
  const hash = hashOf(built.archive);
  writeWhole(placeOf(hash), built.archive);
  cache.keep([...built.inputs, ...packagesOf(built.inputs), ...modulesFolders(dirname(path))], started, hash);
  return bundled(hash);
}

const placeOf = (hash: Sha256): string => join(cacheFolder(), 'bundles', hash);

const bundled = (hash: Sha256): Bundled => ({ ok: true, hash, content: async () => readFileSync(placeOf(hash)) });

const refuse = (message: string): Bundled => ({ ok: false, findings: [{ code: 'no_site', message, at: null }] });
