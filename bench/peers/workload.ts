/**
 * What every peer is asked to manage. This file imports nothing: a copy of it lies beside the site that Rolecall applies, so the site
 * is written as an author would write it, with loops.
 */
export interface Workload {
  readonly packages: readonly string[];
  readonly groups: readonly string[];
  readonly users: readonly { readonly name: string; readonly group: string }[];
  readonly directories: readonly string[];
  /** systemd units that only sleep. */
  readonly units: readonly { readonly name: string; readonly content: string }[];
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** Enabled and running: the units above and two that every Debian server has. */
  readonly services: readonly string[];
}

/** Debian's names of what a plain server has. */
const PACKAGES =
  'adduser apt base-files bash ca-certificates coreutils curl dbus debconf diffutils dpkg findutils gpgv grep gzip iproute2 kmod procps sudo tar';

/**
 * `count` resources of seven kinds in fixed shares. Of 200 they are 20 packages, 10 groups, 10 users, 30 directories, 8 units, 112 files
 * and 10 services; of more, packages and services stay as few as a real host has, and files take their place.
 */
export function workload(count = 200): Workload {
  const packages = PACKAGES.split(' ').slice(0, share(count, 10, 20));
  const users = share(count, 5, 50);
  const directories = numbered(share(count, 15, 500), (i) => `/srv/wd${i}`);
  const own = share(count, 4, 8);
  const services = [...numbered(own, (i) => `wsvc${i}`), ...['ssh', 'systemd-networkd'].slice(0, share(count, 1, 2))];
  const rest = count - packages.length - 2 * users - directories.length - own - services.length;
  return {
    packages,
    groups: numbered(users, (i) => `wg${i}`),
    users: numbered(users, (i) => ({ name: `wu${i}`, group: `wg${i}` })),
    directories,
    units: numbered(own, (i) => ({ name: `wsvc${i}.service`, content: unitText(i) })),
    files: numbered(rest, (i) => ({
      path: `${directories[i % directories.length] ?? '/srv'}/f${i}.conf`,
      content: fileText(i),
    })),
    services,
  };
}

/** Units and files alike, for peers to which a unit is a file. */
export const plainFiles = (load: Workload): Workload['files'] => [
  ...load.units.map(({ name, content }) => ({ path: `/etc/systemd/system/${name}`, content })),
  ...load.files,
];

const share = (count: number, percent: number, most: number): number =>
  Math.min(most, Math.max(1, Math.floor((count * percent) / 100)));

const numbered = <T>(length: number, make: (i: number) => T): readonly T[] => Array.from({ length }, (_, i) => make(i));

const unitText = (i: number): string =>
  `[Unit]\nDescription=wsvc${i}\n[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n`;

const fileText = (i: number): string =>
  `# file ${i}\n${numbered(30, (k) => `setting_${k} = value-${k}-of-this-file\n`).join('')}`;
