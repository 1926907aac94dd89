import type { CatalogResource, JsonObject, KindName } from '@rolecall/protocol';
import { type InputOf, type Kinds, type KnownKind, kinds } from '@rolecall/resources';
import type { ZodObject } from 'zod';
import type { Workload } from '../peers/workload.ts';

const SOURCE = { file: 'site.ts', line: 1, column: 1 };

/** The peers' workload as a catalog. */
export const resourcesOf = (load: Workload): readonly CatalogResource[] => [
  ...load.packages.map((name) => resource('package', { name })),
  ...load.groups.map((name) => resource('group', { name })),
  ...load.users.map(({ name, group }) => resource('user', { name, group, createHome: false })),
  ...load.directories.map((path) => resource('directory', { path })),
  ...load.files.map(({ path, content }) => resource('file', { path, content })),
  ...load.units.map(({ name, content }) => resource('unit', { name, content })),
  ...load.services.map((name) => resource('service', { name, enabled: true, running: true })),
];

/** Shell, run on a fresh host as root: afterwards nothing is left to do. Quicker than an apply, which is measured elsewhere. */
export const preparationOf = (load: Workload): string =>
  [
    'set -e',
    ...load.groups.map((name, i) => `echo '${name}:x:${20_000 + i}:' >>/etc/group`),
    ...load.users.map(
      ({ name }, i) => `echo '${name}:x:${20_000 + i}:${20_000 + i}::/home/${name}:/bin/sh' >>/etc/passwd`,
    ),
    ...load.directories.map((path) => `mkdir -p -m 755 ${path}`),
    ...load.files.map(({ path, content }) => `cat >${path} <<'END'\n${content}END`),
    ...load.units.map(({ name, content }) => `cat >/etc/systemd/system/${name} <<'END'\n${content}END`),
    'systemctl daemon-reload',
    `systemctl enable -q --now ${load.services.join(' ')}`,
  ].join('\n');

/** A resource as a site's catalog carries it: checked, with every default filled in. */
function resource<K extends KnownKind>(kind: K, given: InputOf<Kinds[K]>): CatalogResource {
  const { params, key }: { params: ZodObject; key: unknown } = kinds[kind];
  const full = params.parse(given) as JsonObject;
  return {
    kind: kind as string as KindName,
    key: (key as (of: JsonObject) => string)(full),
    params: full,
    source: SOURCE,
  };
}
