import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A copy of a site with other words in it, beside the original so that its imports hold. */
export interface ChangedSite extends Disposable {
  readonly path: string;
}

export function changedSite(site: string, ...changes: readonly (readonly [from: string, to: string])[]): ChangedSite {
  const folder = mkdtempSync(join(dirname(site), 'changed-'));
  const path = join(folder, 'site.ts');
  cpSync(site, path);
  const before = readFileSync(path, 'utf8');
  for (const [from] of changes) if (!before.includes(from)) throw new Error(`${site} has no ${from}`);
  writeFileSync(
    path,
    changes.reduce((text, [from, to]) => text.replaceAll(from, to), before),
  );
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
