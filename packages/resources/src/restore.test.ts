import type { Prior } from './contract/prior.ts';
import { FakeHost, type Given } from './fake-host.ts';
import { type KnownKind, kinds } from './kinds.ts';
import { providers } from './providers.ts';

const shown = (active: string, file: string) => [
  'Id=app.service',
  'Names=app.service',
  'LoadState=loaded',
  `ActiveState=${active}`,
  `UnitFileState=${file}`,
];
const status = (version: string, want = 'install') =>
  `Package: curl\nStatus: ${want} ok installed\nArchitecture: amd64\nVersion: ${version}\n`;
const accounts = (passwd: string, group: string) => ({ '/etc/passwd': passwd, '/etc/group': group });
const unit = '/etc/systemd/system/app.service';
const dropIn = { name: 'app.service', dropIn: 'x', content: 'x' };
const sysctlFile = '/etc/sysctl.d/60-rolecall-vm.x.conf';
const live = '/proc/sys/kernel/hostname';
const query = ['update-alternatives', '--query', 'editor'];
const people = { '/etc/passwd': 'app:x:1000:1000::/home/app:/bin/sh\n', '/etc/group': 'app:x:1000:\n' };
const keys = '/home/app/.ssh/authorized_keys';
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA';
const reload = { argv: ['systemctl', 'daemon-reload'] };

const version = (name: string, digit: string) => ({
  [`/opt/app/${name}/.rolecall-artifact`]: JSON.stringify({ sha256: digit.repeat(64), at: '2026-01-01', entries: [] }),
});

interface Back {
  readonly params: object;
  readonly before: Given;
  readonly after: Given;
  readonly prior: Prior;
  /** What brings it back. */
  readonly done: readonly string[];
}

const root = { owner: 'root', group: 'root', mode: 0o644 };
const text = (content: string) => ({
  type: 'file',
  ...root,
  content: { kept: true, base64: Buffer.from(content).toString('base64') },
});

test.each<[string, KnownKind, Back]>([
  [
    'a file',
    'file',
    {
      params: { path: '/x', content: 'new' },
      before: { files: { '/x': 'old' } },
      after: { files: { '/x': 'new' } },
      prior: { paths: { '/x': text('old') as never } },
      done: ['write /x'],
    },
  ],
  [
    'a directory that was not there',
    'directory',
    {
      params: { path: '/x' },
      before: {},
      after: { files: { '/x': { type: 'directory' } } },
      prior: { paths: { '/x': null } },
      done: ['remove /x'],
    },
  ],
  [
    'an artifact: the link to the version before, which is still there',
    'artifact',
    {
      params: { path: '/opt/app', version: '2', sha256: 'b'.repeat(64), format: 'tar' },
      before: { files: { ...version('1', 'a'), '/opt/app/current': { type: 'link', target: '1' } } },
      after: {
        files: { ...version('1', 'a'), ...version('2', 'b'), '/opt/app/current': { type: 'link', target: '2' } },
        commands: [{ argv: ['rm', '…'], files: { '/opt/app/2/.rolecall-artifact': null, '/opt/app/2': null } }],
      },
      prior: { state: { folder: true, current: '1', currentSha256: 'a'.repeat(64), versionSha256: null } },
      done: ['link /opt/app/current', 'rm -rf --one-file-system -- /opt/app/2'],
    },
  ],
  [
    'a repository of packages that was not there',
    'aptRepository',
    {
      params: { name: 'x', uris: ['file:/srv'], suites: ['./'], keyFile: '/etc/key.asc' },
      before: {},
      after: { files: { '/etc/apt/sources.list.d/x.sources': 'x' } },
      prior: { paths: { '/etc/apt/sources.list.d/x.sources': null } },
      done: ['remove /etc/apt/sources.list.d/x.sources'],
    },
  ],
  [
    'a certificate that was renewed with its key',
    'certificate',
    {
      params: { path: '/a.crt', keyPath: '/a.key', names: ['a.example'] },
      before: { files: { '/a.crt': 'old', '/a.key': 'the key' } },
      after: { files: { '/a.crt': 'new', '/a.key': 'the key' } },
      prior: { paths: { '/a.crt': text('old') as never }, state: { key: 'unreadable' } },
      done: ['write /a.crt'],
    },
  ],
  [
    'a certificate that was not there, and its key',
    'certificate',
    {
      params: { path: '/a.crt', keyPath: '/a.key', names: ['a.example'] },
      before: {},
      after: { files: { '/a.crt': 'new', '/a.key': 'the key' } },
      prior: { paths: { '/a.crt': null }, state: { key: null } },
      done: ['remove /a.crt', 'remove /a.key'],
    },
  ],
  [
    'a container that was not there',
    'container',
    {
      params: { name: 'app', image: `a.example/x@sha256:${'a'.repeat(64)}` },
      before: {},
      after: { files: { [unit]: 'x', '/etc/rolecall-containers/app.env': 'A=1\n' }, commands: [reload] },
      prior: {
        paths: { [unit]: null, '/etc/rolecall-containers': null, '/etc/rolecall-containers/app.env': null },
        state: {},
      },
      done: [
        'remove /etc/rolecall-containers/app.env',
        'remove /etc/rolecall-containers',
        `remove ${unit}`,
        'systemctl daemon-reload',
      ],
    },
  ],
  [
    'a link',
    'link',
    {
      params: { path: '/x', target: '/new' },
      before: { files: { '/x': { type: 'link', target: '/old' } } },
      after: { files: { '/x': { type: 'link', target: '/new' } } },
      prior: { paths: { '/x': { type: 'link', target: '/old' } } },
      done: ['link /x'],
    },
  ],
  [
    'a unit that was not there',
    'unit',
    {
      params: { name: 'app.service', content: 'x' },
      before: {},
      after: { files: { [unit]: 'x' }, commands: [reload] },
      prior: { paths: { [unit]: null } },
      done: [`remove ${unit}`, 'systemctl daemon-reload'],
    },
  ],
  [
    'a drop-in that was not there, with its folder',
    'unit',
    {
      params: dropIn,
      before: {},
      after: { files: { [`${unit}.d/x.conf`]: 'x' }, commands: [reload] },
      prior: { paths: { [`${unit}.d/x.conf`]: null } },
      done: [`remove ${unit}.d/x.conf`, `remove ${unit}.d`, 'systemctl daemon-reload'],
    },
  ],
  [
    'a drop-in whose folder went with it',
    'unit',
    {
      params: dropIn,
      before: { files: { [`${unit}.d/x.conf`]: 'old' } },
      after: { files: { '/etc/systemd/system': { type: 'directory' } }, commands: [reload] },
      prior: { paths: { [`${unit}.d/x.conf`]: text('old') as never } },
      done: [`directory ${unit}.d`, `write ${unit}.d/x.conf`, 'systemctl daemon-reload'],
    },
  ],
  [
    'the name of a host, in its file and at once',
    'hostname',
    {
      params: { name: 'new' },
      before: { files: { [live]: 'old\n' } },
      after: {
        files: { '/etc/hostname': 'new\n', [live]: 'new\n' },
        commands: [{ argv: ['hostname', 'old'], files: { [live]: 'old\n' } }],
      },
      prior: { paths: { '/etc/hostname': null }, state: { live: 'old' } },
      done: ['remove /etc/hostname', 'hostname old'],
    },
  ],
  [
    'a choice that was left to the system',
    'alternatives',
    {
      params: { name: 'editor', path: '/vim' },
      before: { commands: [{ argv: query, stdout: ['Status: auto', 'Value: /nano'] }] },
      after: {
        commands: [
          { argv: query, when: { back: null }, stdout: ['Status: manual', 'Value: /vim'] },
          { argv: query, stdout: ['Status: auto', 'Value: /nano'] },
          { argv: ['update-alternatives', '--auto', 'editor'], marks: { back: 'yes' } },
        ],
      },
      prior: { state: { path: '/nano', chosen: false } },
      done: ['update-alternatives --auto editor'],
    },
  ],
  [
    'a key with other options, in the file as it is now',
    'authorizedKey',
    {
      params: { user: 'app', key },
      before: { files: { ...people, [keys]: { content: `no-pty ${key}\n`, owner: 'app' } } },
      after: { files: { ...people, [keys]: { content: `# mine\n${key}\n`, owner: 'app' } } },
      prior: { state: { line: `no-pty ${key}`, alone: true, mode: '0644' } },
      done: [`write ${keys}`, `attributes ${keys}`],
    },
  ],
  [
    'a key for which a folder was made',
    'authorizedKey',
    {
      params: { user: 'app', key },
      before: { files: { ...people, '/home/app': { type: 'directory' } } },
      after: { files: { ...people, [keys]: { content: `${key}\n`, owner: 'app' } } },
      prior: { state: { line: null, alone: false } },
      done: [`remove ${keys}`, 'remove /home/app/.ssh'],
    },
  ],
  [
    'a locale that was not generated',
    'locale',
    {
      params: { name: 'de_DE.UTF-8' },
      before: { files: { '/etc/locale.gen': '' } },
      after: { files: { '/etc/locale.gen': 'de_DE.UTF-8 UTF-8\n' }, commands: [{ argv: ['locale-gen'] }] },
      prior: { paths: { '/etc/locale.gen': text('') as never, '/etc/default/locale': null } },
      done: ['write /etc/locale.gen', 'locale-gen'],
    },
  ],
  [
    'a firewall that was not there',
    'firewall',
    {
      params: { name: 'host' },
      before: { commands: [{ argv: ['nft', '…'], exitCode: 1 }] },
      after: {
        files: { '/etc/rolecall-firewall/host.nft': 'x' },
        commands: [
          { argv: ['nft', '--stateless', '…'], exitCode: 1 },
          { argv: ['nft', '-f', '-'] },
          { argv: ['systemctl', 'daemon-reload'] },
        ],
      },
      prior: {
        paths: {
          '/etc/rolecall-firewall': null,
          '/etc/rolecall-firewall/host.nft': null,
          '/etc/systemd/system/rolecall-firewall-host.service': null,
          '/etc/systemd/system/sysinit.target.wants/rolecall-firewall-host.service': null,
        },
        state: { live: false },
      },
      done: [
        'remove /etc/rolecall-firewall/host.nft',
        'remove /etc/rolecall-firewall',
        'nft -f -',
        'systemctl daemon-reload',
      ],
    },
  ],
  [
    'a firewall with other rules, which count before they are kept',
    'firewall',
    {
      params: { name: 'host' },
      before: { files: { '/etc/rolecall-firewall/host.nft': 'old' }, commands: [{ argv: ['nft', '…'], exitCode: 1 }] },
      after: {
        files: { '/etc/rolecall-firewall/host.nft': 'new' },
        commands: [
          { argv: ['nft', '--stateless', '…'], exitCode: 1 },
          { argv: ['nft', '-f', '-'] },
          { argv: ['systemctl', 'daemon-reload'] },
        ],
      },
      prior: {
        paths: {
          '/etc/rolecall-firewall': { type: 'directory', owner: 'root', group: 'root', mode: 0o755 },
          '/etc/rolecall-firewall/host.nft': text('old') as never,
          '/etc/systemd/system/rolecall-firewall-host.service': null,
          '/etc/systemd/system/sysinit.target.wants/rolecall-firewall-host.service': null,
        },
        state: { live: false },
      },
      done: [
        'directory /etc/rolecall-firewall',
        'write /etc/rolecall-firewall/host.nft',
        'nft -f -',
        'systemctl daemon-reload',
      ],
    },
  ],
  [
    'a guarded file, and what makes it count is run',
    'guardedFile',
    {
      params: { path: '/etc/x', content: 'new', apply: ['apply'] },
      before: { files: { '/etc/x': 'old' } },
      after: { files: { '/etc/x': 'new', '/var/lib': { type: 'directory' } }, commands: [{ argv: ['apply'] }] },
      prior: { paths: { '/etc/x': text('old') as never }, state: { proven: true } },
      done: [
        'directory /var/lib/rolecall-guarded',
        'directory /var/lib/rolecall-guarded/4074fa014f8d9a3a',
        'write /var/lib/rolecall-guarded/4074fa014f8d9a3a/former',
        'write /var/lib/rolecall-guarded/4074fa014f8d9a3a/pending',
        'write /etc/x',
        'remove /var/lib/rolecall-guarded/4074fa014f8d9a3a/pending',
        'remove /var/lib/rolecall-guarded/4074fa014f8d9a3a/former',
        'remove /var/lib/rolecall-guarded/4074fa014f8d9a3a',
        'apply',
      ],
    },
  ],
  [
    'a kernel value, in its file and at once',
    'sysctl',
    {
      params: { name: 'vm.x', value: '2' },
      before: { files: { '/proc/sys/vm/x': '1\n' } },
      after: {
        files: { '/proc/sys/vm/x': '2\n', [sysctlFile]: 'vm.x = 2\n' },
        commands: [{ argv: ['sysctl', '-w', 'vm.x=1'], files: { '/proc/sys/vm/x': '1\n' } }],
      },
      prior: { paths: { [sysctlFile]: null }, state: { live: '1' } },
      done: [`remove ${sysctlFile}`, 'sysctl -w vm.x=1'],
    },
  ],
  [
    'a kernel value that is not ours to set: its file alone',
    'sysctl',
    {
      params: { name: 'vm.x', value: '2' },
      before: { files: { '/proc/1/mounts': 'proc /proc/sys proc ro 0 0\n', '/proc/sys/vm/x': '1\n' } },
      after: {
        files: { '/proc/1/mounts': 'proc /proc/sys proc ro 0 0\n', '/proc/sys/vm/x': '1\n', [sysctlFile]: 'x' },
      },
      prior: { paths: { [sysctlFile]: null }, state: {} },
      done: [`remove ${sysctlFile}`],
    },
  ],
  [
    'a package that was older, and on hold',
    'package',
    {
      params: { name: 'curl', version: '2' },
      before: { files: { '/var/lib/dpkg/status': status('1', 'hold') } },
      after: {
        files: { '/var/lib/dpkg/status': status('2') },
        commands: [
          { argv: ['dpkg', '--audit'] },
          { argv: ['apt-get', 'install', '…'], files: { '/var/lib/dpkg/status': status('1') } },
          { argv: ['apt-mark', 'hold', 'curl'], files: { '/var/lib/dpkg/status': status('1', 'hold') } },
        ],
      },
      prior: { state: { version: '1', hold: true } },
      done: [
        'apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o DPkg::Lock::Timeout=0 --allow-downgrades curl=1',
        'apt-mark hold curl',
      ],
    },
  ],
  [
    'a package that was not there',
    'package',
    {
      params: { name: 'curl' },
      before: { files: { '/var/lib/dpkg/status': '' } },
      after: {
        files: { '/var/lib/dpkg/status': status('2') },
        commands: [
          { argv: ['dpkg', '--audit'] },
          { argv: ['apt-get', '--simulate', '…'], stdout: 'Remv curl [2]\n' },
          { argv: ['apt-get', 'remove', '…'], files: { '/var/lib/dpkg/status': '' } },
        ],
      },
      prior: { state: { version: null, hold: false } },
      done: ['apt-get remove -y -q -o DPkg::Lock::Timeout=0 --allow-change-held-packages curl'],
    },
  ],
  [
    'a service that did not run',
    'service',
    {
      params: { name: 'app', enabled: true, running: true },
      before: { commands: [{ argv: ['systemctl', 'show', '…'], stdout: shown('inactive', 'disabled') }] },
      after: {
        commands: [
          {
            argv: ['systemctl', 'show', '…'],
            when: { down: null, off: null },
            stdout: shown('active', 'enabled'),
          },
          { argv: ['systemctl', 'show', '…'], when: { down: null }, stdout: shown('active', 'disabled') },
          { argv: ['systemctl', 'show', '…'], stdout: shown('inactive', 'disabled') },
          { argv: ['systemctl', 'disable', 'app.service'], marks: { off: 'yes' } },
          { argv: ['systemctl', 'stop', 'app.service'], marks: { down: 'yes' } },
        ],
      },
      prior: { state: { enabled: false, running: false } },
      done: ['systemctl disable app.service', 'systemctl stop app.service'],
    },
  ],
  [
    'a service that runs as before, and whose files came back',
    'service',
    {
      params: { name: 'app', running: true, restartOn: ['file:/x'] },
      before: { commands: [{ argv: ['systemctl', 'show', '…'], stdout: shown('active', 'enabled') }] },
      after: {
        owed: { app: [{ action: 'restart', because: 'file:/x' }] },
        commands: [
          { argv: ['systemctl', 'show', '…'], stdout: shown('active', 'enabled') },
          { argv: ['systemctl', 'restart', 'app.service'] },
        ],
      },
      prior: { state: { enabled: true, running: true } },
      done: ['systemctl restart app.service'],
    },
  ],
  [
    'a user that had another shell',
    'user',
    {
      params: { name: 'app', shell: '/bin/bash' },
      before: { files: accounts('app:x:1:1::/srv:/bin/sh\n', 'app:x:1:\nadm:x:4:app\n') },
      after: {
        files: accounts('app:x:1:1::/srv:/bin/bash\n', 'app:x:1:\nadm:x:4:app\n'),
        commands: [
          {
            argv: ['usermod', '…'],
            files: { '/etc/passwd': 'app:x:1:1::/srv:/bin/sh\n' },
          },
        ],
      },
      prior: {
        state: { user: { name: 'app', uid: 1, group: 'app', groups: ['adm'], home: '/srv', shell: '/bin/sh' }, gid: 1 },
      },
      done: ['usermod --shell /bin/sh app'],
    },
  ],
  [
    'a user that was removed, with its number',
    'user',
    {
      params: { name: 'app', createHome: true },
      before: { files: accounts('app:x:1:1::/srv:/bin/sh\n', 'app:x:1:\n') },
      after: {
        files: accounts('', 'app:x:1:\n'),
        commands: [{ argv: ['useradd', '…'], files: { '/etc/passwd': 'app:x:1:1::/srv:/bin/sh\n' } }],
      },
      prior: {
        state: { user: { name: 'app', uid: 1, group: 'app', groups: [], home: '/srv', shell: '/bin/sh' }, gid: 1 },
      },
      done: ['useradd --no-create-home --uid 1 --gid app --groups  --home-dir /srv --shell /bin/sh app'],
    },
  ],
  [
    'a user that was removed, and its own group with it',
    'user',
    {
      params: { name: 'app' },
      before: { files: accounts('app:x:1:2::/srv:/bin/sh\n', 'app:x:2:\n') },
      after: {
        files: accounts('', ''),
        commands: [
          { argv: ['groupadd', '--gid', '2', 'app'], files: { '/etc/group': 'app:x:2:\n' } },
          { argv: ['useradd', '…'], files: { '/etc/passwd': 'app:x:1:2::/srv:/bin/sh\n' } },
        ],
      },
      prior: {
        state: { user: { name: 'app', uid: 1, group: 'app', groups: [], home: '/srv', shell: '/bin/sh' }, gid: 2 },
      },
      done: [
        'groupadd --gid 2 app',
        'useradd --no-create-home --uid 1 --gid app --groups  --home-dir /srv --shell /bin/sh app',
      ],
    },
  ],
  [
    'a group that was not there',
    'group',
    {
      params: { name: 'app' },
      before: { files: accounts('', '') },
      after: {
        files: accounts('', 'app:x:1:\n'),
        commands: [{ argv: ['groupdel', 'app'], files: { '/etc/group': '' } }],
      },
      prior: { state: { gid: null } },
      done: ['groupdel app'],
    },
  ],
  [
    'a group that had another number',
    'group',
    {
      params: { name: 'app', gid: 2 },
      before: { files: accounts('', 'app:x:1:\n') },
      after: {
        files: accounts('', 'app:x:2:\n'),
        commands: [{ argv: ['groupmod', '--gid', '1', 'app'], files: { '/etc/group': 'app:x:1:\n' } }],
      },
      prior: { state: { gid: 1 } },
      done: ['groupmod --gid 1 app'],
    },
  ],
])('%s comes back, and is then as it was', async (_what, kind, { before, after, prior, ...back }) => {
  const provider = providers[kind];
  const params = kinds[kind].params.parse(back.params);
  expect(await provider.capture?.(new FakeHost(before), params)).toEqual(prior);
  const host = new FakeHost(after);
  await provider.restore?.(host, params, prior);
  expect([...host.writes, ...host.commands.map(({ argv }) => argv.join(' '))]).toEqual(back.done);
  const now = await provider.capture?.(host, params);
  expect(now).toEqual(prior);
});

test.each<[string, KnownKind, object, Given, Given]>([
  [
    'a private key',
    'certificate',
    { path: '/a.crt', keyPath: '/a.key', names: ['a.example'] },
    { files: { '/a.crt': 'old', '/a.key': 'the old key' } },
    { files: { '/a.crt': 'new' } },
  ],
  [
    'a version that was replaced',
    'artifact',
    { path: '/opt/app', version: '1', sha256: 'b'.repeat(64), format: 'tar', previous: ['a'.repeat(64)] },
    { files: version('1', 'a') },
    { files: version('1', 'b') },
  ],
])('%s is not kept, and that is said before anything is touched', async (_what, kind, given, before, after) => {
  const params = kinds[kind].params.parse(given);
  const prior = (await providers[kind].capture?.(new FakeHost(before), params)) ?? {};
  expect(JSON.stringify(prior)).not.toContain(Buffer.from('the old key').toString('base64'));
  const host = new FakeHost(after);
  await expect(providers[kind].restore?.(host, params, prior)).rejects.toMatchObject({ code: 'no_prior' });
  expect(host.writes).toEqual([]);
});
