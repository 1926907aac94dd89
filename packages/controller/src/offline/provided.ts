import type { Stanza } from './packages.ts';

/** Asks apt who provides names that no package has. */
export const providersWords = (names: readonly string[]): readonly string[] => ['apt-cache', 'showpkg', '--', ...names];

/**
 * Names that packages need and that none of them has: others stand in for them (deb-control(5), Provides). Which of several apt takes depends on what
 * is installed, so that the host that is asked and those that get the packages may differ.
 */
export function neededOfOthers(stanzas: readonly Stanza[]): readonly string[] {
  const there = new Set(stanzas.flatMap(({ fields }) => fields.get('Package') ?? []));
  const groups = stanzas
    .flatMap(({ fields }) => [fields.get('Depends'), fields.get('Pre-Depends')])
    .flatMap((list) => (list ?? '').split(','))
    .map((group) => group.split('|').map((one) => one.trim().replace(/[\s(:].*$/s, '')));
  const needed = groups.filter((group) => !group.some((name) => there.has(name))).flat();
  return [...new Set(needed.filter((name) => /^[a-z0-9][a-z0-9+.-]+$/.test(name)))].sort();
}

/** The packages that stand in for names, as `apt-cache showpkg` lists them. */
export function providersIn(text: string): readonly string[] {
  const lists = text.split(/^Reverse Provides: *$/m).slice(1);
  const lines = lists.flatMap((list) => list.split(/^Package: /m, 1)[0]?.split('\n') ?? []);
  const names = lines.flatMap((line) => /^([a-z0-9][a-z0-9+.-]+) /.exec(line)?.[1] ?? []);
  return [...new Set(names)].sort();
}
