import type { CatalogResource } from '@rolecall/protocol';
import type { KnownKind } from '@rolecall/resources';
import { resource } from '../kinds/kinds-host.ts';
import type { Attack } from './attacker.ts';

/** A resource, and the place of it that mallory attacks. */
export interface Target {
  readonly wanted: CatalogResource;
  /** Belongs to mallory while it is attacked. */
  readonly folder: string;
  /** What is written there. */
  readonly name: string;
  /** Whether the folder above is mallory's too: then the folder itself can be swapped. Never so where a kind writes below folders of the system. */
  readonly above: boolean;
  /** Run by a shell before it is attacked. */
  readonly setUp?: string;
  /** What is done to it is mostly done by systemd and the kernel, which take their time. */
  readonly slow?: true;
  /** Attacks that would hit systemd itself, which reads what lies there. */
  readonly without?: readonly Attack[];
}

/** How a kind is attacked: in each of its ways; or why there is nothing to attack. */
type Attacked = { readonly ways: Readonly<Record<string, Target>> } | { readonly spared: string };

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl mallory';
const SUB = '/srv/m/sub';
const path = `${SUB}/conf`;
const owned = { path, owner: 'mallory', group: 'mallory' };

/** A place that its author named, in a folder of mallory's. */
const named = (wanted: CatalogResource, more: Partial<Target> = {}): Target => ({
  wanted,
  folder: SUB,
  name: 'conf',
  above: true,
  ...more,
});

/** A place in a folder of the system's, which somebody gave to mallory. */
const fixed = (wanted: CatalogResource, at: string, more: Partial<Target> = {}): Target => ({
  wanted,
  folder: at.slice(0, at.lastIndexOf('/')),
  name: at.slice(at.lastIndexOf('/') + 1),
  above: false,
  ...more,
});

const UNITS = '/etc/systemd/system';
const inUnits = (wanted: CatalogResource, name: string): Target =>
  fixed(wanted, `${UNITS}/${name}`, { slow: true, without: ['it for a pipe', 'it for a folder or a second name'] });

const only = (target: Target): Attacked => ({ ways: { '': target } });
const text = (content: string): string => `printf '${content}' >${path}; chown mallory:mallory ${path}`;
const sha256 = 'a'.repeat(64);

/** A version of an artifact that mallory made up, where the victims have a folder of its name. */
const FAKE_VERSION = `for v in 1.0 2.0; do mkdir -p ${path}/$v; echo '{"sha256":"${sha256}","at":"2026-01-01","entries":[]}' >${path}/$v/.rolecall-artifact; done
cp -r ${path}/1.0 /etc/victim-folder/conf/1.0; chown -R mallory: ${path}`;

/** Every kind there is: one that is missing does not compile. */
export const TARGETS: Readonly<Record<KnownKind, Attacked>> = {
  file: {
    ways: {
      whole: named(resource('file', { ...owned, content: 'ours\n' })),
      ini: named(resource('file', { ...owned, format: 'ini', keys: { 'a.b': 'ours' } }), { setUp: text('[a]\\n') }),
      yaml: named(resource('file', { ...owned, format: 'yaml', keys: { 'a.b': 'ours' } }), { setUp: text('c: 1\\n') }),
      json: named(resource('file', { ...owned, format: 'json', keys: { 'a.b': 'ours' } }), { setUp: text('{}') }),
      lines: named(resource('file', { ...owned, lines: [{ match: '^b', line: 'b = ours' }] })),
      blocks: named(resource('file', { ...owned, blocks: { a: 'ours\n' } })),
    },
  },
  directory: only(named(resource('directory', owned))),
  link: only(named(resource('link', { path, target: '/etc/hostname' }))),
  authorizedKey: only(
    named(resource('authorizedKey', { user: 'mallory', key: KEY }), {
      folder: '/home/mallory/.ssh',
      name: 'authorized_keys',
    }),
  ),
  certificate: {
    ways: {
      file: named(resource('certificate', { ...owned, keyPath: '/srv/m/key', names: ['a.example'] })),
      key: named(resource('certificate', { ...owned, path: '/srv/m/cert', keyPath: path, names: ['a.example'] })),
    },
  },
  artifact: only(
    named(resource('artifact', { path, version: '3.0', url: 'http://127.0.0.1:9/a.tar', sha256 }), {
      setUp: FAKE_VERSION,
      slow: true,
    }),
  ),
  guardedFile: only(named(resource('guardedFile', { ...owned, content: 'ours\n', apply: ['true'] }))),
  mount: {
    ways: {
      place: named(resource('mount', { path, source: 'none', type: 'tmpfs', nofail: true }), { slow: true }),
      unit: inUnits(resource('mount', { path: '/mnt/m', source: 'none', type: 'tmpfs', nofail: true }), 'mnt-m.mount'),
    },
  },
  swap: {
    ways: {
      file: named(resource('swap', { path, sizeMiB: 1 }), { slow: true }),
      unit: inUnits(resource('swap', { path: '/swapm', sizeMiB: 1 }), 'swapm.swap'),
    },
  },
  user: only(named(resource('user', { name: 'victoria', home: path }))),
  filesystem: only(
    named(resource('filesystem', { device: '/dev/shm/m/sub/conf', type: 'ext4' }), {
      folder: '/dev/shm/m/sub',
      setUp: 'truncate -s 8M /dev/shm/m/sub/conf; chown mallory: /dev/shm/m/sub/conf',
    }),
  ),

  unit: {
    ways: {
      whole: inUnits(resource('unit', { name: 'm.service', content: '[Service]\nExecStart=/bin/true\n' }), 'm.service'),
      dropIn: fixed(
        resource('unit', { name: 'm.service', dropIn: 'more', content: '[Unit]\n' }),
        `${UNITS}/m.service.d/more.conf`,
        { slow: true, without: ['it for a pipe'] },
      ),
    },
  },
  timer: only(inUnits(resource('timer', { name: 'm', calendar: 'daily', argv: ['/bin/true'] }), 'm.service')),
  container: {
    ways: {
      unit: inUnits(resource('container', { name: 'm', image: `a.example/m@sha256:${sha256}` }), 'm.service'),
      environment: fixed(
        resource('container', { name: 'm', image: `a.example/m@sha256:${sha256}`, environment: { A: 'b' } }),
        '/etc/rolecall-containers/m.env',
        { slow: true },
      ),
    },
  },
  firewall: {
    ways: {
      rules: fixed(resource('firewall', { name: 'm' }), '/etc/rolecall-firewall/m.nft', {
        slow: true,
        setUp: 'nft delete table inet rolecall_m 2>/dev/null; true',
      }),
      unit: inUnits(resource('firewall', { name: 'm' }), 'rolecall-firewall-m.service'),
    },
  },
  aptRepository: {
    ways: {
      trial: fixed(
        resource('aptRepository', { name: 'm', uris: ['file:/srv/none'], suites: ['./'], keyFile: '/etc/hostname' }),
        '/etc/apt/rolecall-m.sources',
      ),
      sources: fixed(
        resource('aptRepository', { name: 'm', uris: ['file:/srv/none'], suites: ['./'], keyFile: '/etc/hostname' }),
        '/etc/apt/sources.list.d/m.sources',
      ),
    },
  },
  cron: only(
    fixed(resource('cron', { name: 'm', schedule: '@daily', user: 'daemon', command: 'true' }), '/etc/cron.d/m'),
  ),
  sudoers: only(
    fixed(resource('sudoers', { name: 'm', content: 'daemon ALL=(root) /bin/true\n' }), '/etc/sudoers.d/m'),
  ),
  logRotate: only(fixed(resource('logRotate', { name: 'm', paths: ['/var/log/m/*.log'] }), '/etc/logrotate.d/m')),
  limits: only(
    fixed(
      resource('limits', { domain: 'daemon', soft: { nofile: 64 } }),
      '/etc/security/limits.d/60-rolecall-daemon.conf',
    ),
  ),
  sysctl: only(
    fixed(resource('sysctl', { name: 'vm.swappiness', value: '7' }), '/etc/sysctl.d/60-rolecall-vm.swappiness.conf'),
  ),
  kernelModule: {
    ways: {
      load: fixed(resource('kernelModule', { name: 'm' }), '/etc/modules-load.d/rolecall-m.conf'),
      options: fixed(resource('kernelModule', { name: 'm', options: { x: '1' } }), '/etc/modprobe.d/rolecall-m.conf'),
    },
  },
  hugepages: only(fixed(resource('hugepages', { enabled: 'never' }), '/etc/tmpfiles.d/rolecall-hugepages.conf')),
  hostsEntry: only(fixed(resource('hostsEntry', { name: 'm', address: '10.0.0.5' }), '/etc/hosts')),
  hostname: only(fixed(resource('hostname', { name: 'm' }), '/etc/hostname')),
  timezone: only(fixed(resource('timezone', { zone: 'Europe/Berlin' }), '/etc/localtime')),
  locale: {
    ways: {
      list: fixed(resource('locale', { name: 'de_DE.UTF-8', default: true }), '/etc/locale.gen'),
      defaults: fixed(resource('locale', { name: 'de_DE.UTF-8', default: true }), '/etc/default/locale'),
    },
  },
  reboot: only(fixed(resource('reboot', { name: 'm', when: 'once' }), '/var/lib/rolecall-reboots/m')),

  package: { spared: 'dpkg writes, below folders of root' },
  service: { spared: 'systemd writes, below /etc/systemd' },
  group: { spared: 'groupadd writes, in /etc' },
  alternatives: { spared: 'update-alternatives writes, in /etc/alternatives and beside the programs' },
  command: { spared: 'it runs what its author wrote' },
  wait: { spared: 'it writes nothing' },
  assert: { spared: 'it writes nothing' },
};
