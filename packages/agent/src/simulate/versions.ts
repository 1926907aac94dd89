import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageEffect } from '@rolecall/protocol';

/** Packages that a copy has otherwise than its host. */
export function packageEffects(root: string): readonly PackageEffect[] {
  const [before, after] = [versionsIn('/'), versionsIn(root)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [from, to] = [before.get(name) ?? null, after.get(name) ?? null];
    return from === to ? [] : [{ name, from, to }];
  });
}

/** Versions of installed packages, by name; one of another architecture as `NAME:ARCH` (see deb-control(5)). */
function versionsIn(root: string): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const paragraph of status(root).split('\n\n')) {
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1] ?? '';
    if (!field('Status').endsWith(' installed')) continue;
    const id = versions.has(field('Package')) ? `${field('Package')}:${field('Architecture')}` : field('Package');
    versions.set(id, field('Version'));
  }
  return versions;
}

function status(root: string): string {
  try {
    return readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8');
  } catch {
    // A host without dpkg has no packages to tell of.
    return '';
  }
}
