import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '@rolecall/protocol';
import { ContentCache, cacheFolder, modulesFolders, packagesOf, writeWhole } from '../content-cache.ts';
import { configFor } from './config.ts';
import { findErrors } from './find-errors.ts';

/** Type errors of a site and its roles, strictly checked; a site that did not change is not checked again. */
export async function checkTypes(site: string): Promise<readonly Finding[]> {
  const path = resolve(site);
  const from = process.cwd();
  if (!existsSync(path)) return [];
  const cache = new ContentCache<readonly Finding[]>(['types', '2', path, from]);
  const kept = cache.find();
  if (kept !== undefined) return kept;
  const started = Date.now();
  const config = configFile(path);
  const { findings, files } = await findErrors(config, from);
  cache.keep([...files, ...packagesOf(files), ...modulesFolders(dirname(path))], started, findings);
  return findings;
}

/** Written once for each site and content, outside of the site's folder. */
function configFile(path: string): string {
  const content = JSON.stringify(configFor(path), null, 2);
  const name = createHash('sha256').update(path).update(content).digest('hex').slice(0, 32);
  const file = join(cacheFolder(), 'types', name, 'tsconfig.json');
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeWhole(file, content);
  return file;
}
