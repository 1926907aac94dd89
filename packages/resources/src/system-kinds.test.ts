import { FakeHost, type Given } from './fake-host.ts';
import { type KnownKind, kinds } from './kinds.ts';
import { providers } from './providers.ts';

async function removed(kind: KnownKind, given: Given, params: object): Promise<readonly string[]> {
  const host = new FakeHost(given);
  const full = kinds[kind].params.parse(params);
  await providers[kind].remove(host, full);
  const done = [...host.writes, ...host.commands.map(({ argv }) => argv.join(' '))];
  host.forget();
  await providers[kind].remove(host, full);
  const settled = [...host.writes, ...host.commands.map(({ argv }) => argv.join(' '))];
  return [...done, ...settled.filter((word) => word !== 'systemctl daemon-reload').map((word) => `again: ${word}`)];
}

const UNITS = '/etc/systemd/system';
const MASK = { type: 'link', target: '/dev/null' } as const;
const reload = { argv: ['systemctl', 'daemon-reload'] };
const swaps = 'Filename\tType\tSize\tUsed\tPriority\n';
const unmounted = { '/proc/1/mounts': '' };

test.each<[string, KnownKind, Given, object, readonly string[]]>([
  [
    'a timer, with what it remembers of its last run',
    'timer',
    {
      files: { [`${UNITS}/x.service`]: '', [`${UNITS}/x.timer`]: '', '/var/lib/systemd/timers/stamp-x.timer': '' },
      commands: [reload, { argv: ['systemctl', 'disable', '--now', 'x.timer'] }],
    },
    { name: 'x', argv: ['true'], calendar: 'daily' },
    [
      `remove ${UNITS}/x.service`,
      `remove ${UNITS}/x.timer`,
      'remove /var/lib/systemd/timers/stamp-x.timer',
      'systemctl disable --now x.timer',
      'systemctl daemon-reload',
    ],
  ],
  [
    'a mount, and neither its directory nor what is on the device',
    'mount',
    {
      files: {
        [`${UNITS}/srv.mount`]: '',
        '/srv': { type: 'directory' },
        '/proc/1/mounts': '/dev/sdb /srv ext4 rw 0 0\n',
      },
      commands: [
        reload,
        { argv: ['umount', '--', '/srv'], files: unmounted },
        { argv: ['systemctl', 'disable', 'srv.mount'] },
      ],
    },
    { path: '/srv', source: '/dev/sdb', type: 'ext4' },
    [`remove ${UNITS}/srv.mount`, 'umount -- /srv', 'systemctl disable srv.mount', 'systemctl daemon-reload'],
  ],
  [
    'a mount of others that was never ours',
    'mount',
    { files: { '/proc/1/mounts': '/dev/sdb /srv ext4 rw 0 0\n' } },
    { path: '/srv', source: '/dev/sdb', type: 'ext4' },
    [],
  ],
  [
    'a guarded file, under its guard where there is a link',
    'guardedFile',
    { files: { '/etc/x': 'new', '/var/lib': { type: 'directory' } }, commands: [{ argv: ['apply'] }] },
    { path: '/etc/x', content: 'new', apply: ['apply'] },
    [
      'directory /var/lib/rolecall-guarded',
      'directory /var/lib/rolecall-guarded/4074fa014f8d9a3a',
      'write /var/lib/rolecall-guarded/4074fa014f8d9a3a/former',
      'write /var/lib/rolecall-guarded/4074fa014f8d9a3a/pending',
      'remove /etc/x',
      'remove /var/lib/rolecall-guarded/4074fa014f8d9a3a/pending',
      'remove /var/lib/rolecall-guarded/4074fa014f8d9a3a/former',
      'remove /var/lib/rolecall-guarded/4074fa014f8d9a3a',
      'apply',
    ],
  ],
  [
    'a swap with the file that was made for it',
    'swap',
    {
      files: { [`${UNITS}/swapfile.swap`]: '', '/swapfile': '', '/proc/swaps': `${swaps}/swapfile file 1 0 -2\n` },
      commands: [
        reload,
        { argv: ['swapoff', '--', '/swapfile'], files: { '/proc/swaps': swaps } },
        { argv: ['systemctl', 'disable', 'swapfile.swap'] },
      ],
    },
    { path: '/swapfile', sizeMiB: 1 },
    [
      `remove ${UNITS}/swapfile.swap`,
      'remove /swapfile',
      'swapoff -- /swapfile',
      'systemctl disable swapfile.swap',
      'systemctl daemon-reload',
    ],
  ],
  [
    'the mask that keeps swap off',
    'swap',
    { files: { [`${UNITS}/swap.target`]: MASK }, commands: [reload] },
    { path: 'all', on: false },
    [`remove ${UNITS}/swap.target`, 'systemctl daemon-reload'],
  ],
  [
    'a module, with its options',
    'kernelModule',
    { files: { '/etc/modules-load.d/rolecall-x.conf': '', '/etc/modprobe.d/rolecall-x.conf': '' } },
    { name: 'x' },
    ['remove /etc/modules-load.d/rolecall-x.conf', 'remove /etc/modprobe.d/rolecall-x.conf'],
  ],
  [
    'huge pages',
    'hugepages',
    { files: { '/etc/tmpfiles.d/rolecall-hugepages.conf': '' } },
    { enabled: 'never' },
    ['remove /etc/tmpfiles.d/rolecall-hugepages.conf'],
  ],
])('removing %s takes away what was made, no more, and only once', async (_what, kind, given, params, expected) => {
  expect(await removed(kind, given, params)).toEqual(expected);
});

test('a file system is taken away neither by force nor by a rollback', async () => {
  const given: Given = {
    files: { '/dev/sdb': { type: 'other' } },
    commands: [{ argv: ['blkid', '…'], stdout: ['TYPE=ext4'] }],
  };
  await expect(removed('filesystem', given, { device: '/dev/sdb', type: 'ext4' })).rejects.toThrow('may hold data');
  const params = { device: '/dev/sdb', type: 'ext4' };
  const { restore } = providers.filesystem;
  await expect(restore?.(new FakeHost(), params, { state: { type: null } })).rejects.toThrow('is not taken away again');
  await expect(restore?.(new FakeHost(), params, { state: { type: 'ext4' } })).resolves.toBeUndefined();
});

interface Back {
  readonly params: object;
  readonly before: Given;
  readonly after: Given;
  readonly done: readonly string[];
}

const shown = (name: string, file: string, active = 'inactive') => ({
  argv: ['systemctl', 'show', '…'],
  stdout: [`Id=${name}`, `Names=${name}`, `UnitFileState=${file}`, `ActiveState=${active}`],
});

test.each<[string, KnownKind, Back]>([
  [
    'a timer that was another',
    'timer',
    {
      params: { name: 'x', argv: ['true'], calendar: 'daily' },
      before: { files: { [`${UNITS}/x.timer`]: 'old' }, commands: [shown('x.timer', 'enabled', 'active')] },
      after: {
        files: { [`${UNITS}/x.timer`]: 'new', [`${UNITS}/x.service`]: 'new' },
        commands: [reload, shown('x.timer', 'enabled', 'active'), { argv: ['systemctl', '…'] }],
      },
      done: [
        `remove ${UNITS}/x.service`,
        `write ${UNITS}/x.timer`,
        'systemctl disable --now x.timer',
        'systemctl daemon-reload',
        'systemctl enable x.timer',
        'systemctl restart x.timer',
      ],
    },
  ],
  [
    'a mount that was not there, and the directory that was made for it',
    'mount',
    {
      params: { path: '/srv', source: '/dev/sdb', type: 'ext4' },
      before: { commands: [shown('srv.mount', '')] },
      after: {
        files: {
          '/srv': { type: 'directory' },
          [`${UNITS}/srv.mount`]: 'x',
          '/proc/1/mounts': '/dev/sdb /srv ext4 rw 0 0\n',
        },
        commands: [
          reload,
          shown('srv.mount', ''),
          { argv: ['umount', '…'], files: unmounted },
          { argv: ['systemctl', 'disable', 'srv.mount'] },
        ],
      },
      done: [
        `remove ${UNITS}/srv.mount`,
        'remove /srv',
        'umount -- /srv',
        'systemctl disable srv.mount',
        'systemctl daemon-reload',
      ],
    },
  ],
  [
    'a mount with the options that it had',
    'mount',
    {
      params: { path: '/srv', source: '/dev/sdb', type: 'ext4', options: ['noatime'] },
      before: {
        files: { '/srv': { type: 'directory' }, '/proc/1/mounts': '/dev/sdb /srv ext4 rw,nodev,relatime 0 0\n' },
        commands: [shown('srv.mount', '')],
      },
      after: {
        files: { '/srv': { type: 'directory' }, '/proc/1/mounts': '/dev/sdb /srv ext4 rw,noatime 0 0\n' },
        commands: [
          reload,
          shown('srv.mount', ''),
          {
            argv: ['mount', '-o', 'remount,nodev,atime,relatime', '--', '/srv'],
            files: { '/proc/1/mounts': '/dev/sdb /srv ext4 rw,nodev,relatime 0 0\n' },
          },
        ],
      },
      done: ['systemctl daemon-reload', 'mount -o remount,nodev,atime,relatime -- /srv'],
    },
  ],
  [
    'swap that was turned off',
    'swap',
    {
      params: { path: 'all', on: false },
      before: {
        files: { '/proc/swaps': `${swaps}/dev/sda2 partition 1 0 -2\n` },
        commands: [shown('swap.target', 'static')],
      },
      after: {
        files: { [`${UNITS}/swap.target`]: MASK, '/proc/swaps': swaps },
        commands: [
          reload,
          shown('swap.target', 'static'),
          {
            argv: ['systemctl', 'start', 'swap.target'],
            files: { '/proc/swaps': `${swaps}/dev/sda2 partition 1 0 -2\n` },
          },
        ],
      },
      done: [`remove ${UNITS}/swap.target`, 'systemctl daemon-reload', 'systemctl start swap.target'],
    },
  ],
  [
    'huge pages as they were',
    'hugepages',
    {
      params: { enabled: 'never' },
      before: { files: { '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never' } },
      after: {
        files: {
          '/sys/kernel/mm/transparent_hugepage/enabled': 'always madvise [never]',
          '/etc/tmpfiles.d/rolecall-hugepages.conf': 'x',
        },
        commands: [
          { argv: ['sh', '…'], files: { '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never' } },
        ],
      },
      done: [
        'remove /etc/tmpfiles.d/rolecall-hugepages.conf',
        'sh -c printf %s "$1" >"$2" sh madvise /sys/kernel/mm/transparent_hugepage/enabled',
      ],
    },
  ],
])('%s is put back as it was', async (_what, kind, { params, before, after, done }) => {
  const provider = providers[kind];
  const full = kinds[kind].params.parse(params);
  const prior = await provider.capture?.(new FakeHost(before), full);
  const host = new FakeHost(after);
  await provider.restore?.(host, full, prior ?? {});
  expect([...host.writes, ...host.commands.map(({ argv }) => argv.join(' '))]).toEqual(done);
  expect(await provider.capture?.(host, full)).toEqual(prior);
});
