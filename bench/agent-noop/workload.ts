import type { CatalogResource, JsonObject, KindName } from '@rolecall/protocol';
import { type InputOf, type Kinds, type KnownKind, kinds } from '@rolecall/resources';
import type { ZodObject } from 'zod';

/** Resources of several kinds in the proportions of a real role, how a host comes to have them, and how the floor program asks for them. */
export interface Workload {
  readonly resources: readonly CatalogResource[];
  /** Shell, run on the host as root: afterwards nothing is left to do. */
  readonly preparation: string;
  /** What `floor.c` reads. */
  readonly list: string;
}

/** More services than that no host runs. */
const MOST_SERVICES = 100;
const LINES = Array.from({ length: 30 }, (_, i) => `setting_${i} = value-${i}-of-this-file\n`).join('');
const SOURCE = { file: 'site.ts', line: 1, column: 1 };

/** Of 200 resources 20 are packages, 30 directories, 10 groups, 10 users, 10 units, 10 services, and the rest files of a kilobyte. */
export function workloadOf(count: number, installed: readonly string[]): Workload {
  const share = (of200: number, most = Number.POSITIVE_INFINITY): number =>
    Math.min(most, Math.max(1, Math.round((count * of200) / 200)));
  const packages = installed.slice(0, share(20));
  const folders = numbered(share(30), (i) => `/srv/w/d${i}`);
  const groups = numbered(share(10), (i) => `wg${i}`);
  const users = numbered(share(10), (i) => `wu${i}`);
  const services = numbered(share(10, MOST_SERVICES), (i) => `wsvc${i}`);
  const left = count - packages.length - folders.length - groups.length - users.length - 2 * services.length;
  const files = numbered(Math.max(1, left), (i) => `${folders[i % folders.length]}/f${i}.conf`);
  const units = services.map((name) => [`${name}.service`, unitText(name)] as const);
  return {
    resources: [
      ...packages.map((name) => resource('package', { name })),
      ...groups.map((name) => resource('group', { name })),
      ...users.map((name, i) => resource('user', { name, group: groups[i] ?? '', createHome: false })),
      ...folders.map((path) => resource('directory', { path })),
      ...files.map((path) => resource('file', { path, content: contentOf(path) })),
      ...units.map(([name, content]) => resource('unit', { name, content })),
      ...services.map((name) => resource('service', { name, enabled: true, running: true })),
    ],
    preparation: [
      'set -e',
      ...groups.map((name, i) => `echo '${name}:x:${20_000 + i}:' >>/etc/group`),
      ...users.map((name, i) => `echo '${name}:x:${20_000 + i}:${20_000 + i}::/home/${name}:/bin/sh' >>/etc/passwd`),
      ...folders.map((path) => `mkdir -p -m 755 ${path}`),
      `cat >/srv/w/body <<'END'\n${LINES}END`,
      ...files.map((path) => `{ echo '# ${path}'; cat /srv/w/body; } >${path}`),
      ...units.map(([name, content]) => `cat >/etc/systemd/system/${name} <<'END'\n${content}END`),
      'systemctl daemon-reload',
      `systemctl enable -q --now ${services.join(' ')}`,
    ].join('\n'),
    list: [
      ...packages.map((name) => `P ${name}\n`),
      ...groups.map((name) => `G ${name}\n`),
      ...users.map((name) => `U ${name}\n`),
      ...folders.map((path) => `D ${path}\n`),
      ...files.map((path) => listed(path, contentOf(path))),
      ...units.map(([name, content]) => listed(`/etc/systemd/system/${name}`, content)),
      ...services.map((name) => `S ${name}\n`),
    ].join(''),
  };
}

const numbered = (count: number, name: (i: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, i) => name(i));

const contentOf = (path: string): string => `# ${path}\n${LINES}`;
const listed = (path: string, content: string): string => `F ${path} ${Buffer.byteLength(content)}\n${content}\n`;
const unitText = (name: string): string =>
  `[Unit]\nDescription=${name}\n[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n`;

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
