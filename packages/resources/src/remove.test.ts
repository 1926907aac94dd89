import { FakeHost, type Given } from './fake-host.ts';
import { type KnownKind, kinds } from './kinds.ts';
import { providers } from './providers.ts';

async function removed(kind: KnownKind, given: Given, params: object): Promise<readonly string[]> {
  const host = new FakeHost(given);
  await providers[kind].remove(host, kinds[kind].params.parse(params));
  return [...host.writes, ...host.commands.map(({ argv }) => argv.join(' '))];
}

const show = (state: string) => ({
  argv: ['systemctl', 'show', '…'],
  stdout: ['Id=app.service', 'Names=app.service', `LoadState=${state}`],
});
const accounts = { '/etc/passwd': 'app:x:1:1::/srv:/bin/sh\n', '/etc/group': 'app:x:1:\n' };
const artifactRecord = JSON.stringify({ sha256: 'a'.repeat(64), at: '2026-01-01', entries: [] });

const people = { '/etc/passwd': 'app:x:1000:1000::/home/app:/bin/sh\n', '/etc/group': 'app:x:1000:\n' };
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA';
const unit = '/etc/systemd/system/app.service';

test.each<[string, KnownKind, Given, object, readonly string[]]>([
  ['a file', 'file', { files: { '/x': '' } }, { path: '/x', content: '' }, ['remove /x']],
  ['a file that is gone', 'file', {}, { path: '/x', content: '' }, []],
  [
    'keys of a file of others',
    'file',
    { files: { '/x': 'a: 1\nb: 2\n' } },
    { path: '/x', format: 'yaml', keys: { a: 1 } },
    ['write /x'],
  ],
  [
    'a file of nothing but keys',
    'file',
    { files: { '/x': '[a]\nb=1\n' } },
    { path: '/x', format: 'ini', keys: { 'a.b': '1' } },
    ['remove /x'],
  ],
  [
    'a block that is gone',
    'file',
    { files: { '/x': 'mine\n' } },
    { path: '/x', blocks: { a: 'b' }, lines: [{ line: 'c' }] },
    [],
  ],
  [
    'limits',
    'limits',
    { files: { '/etc/security/limits.d/60-rolecall-=2a.conf': '' } },
    { domain: '*' },
    ['remove /etc/security/limits.d/60-rolecall-=2a.conf'],
  ],
  [
    'rules of sudo',
    'sudoers',
    { files: { '/etc/sudoers.d/x': '' } },
    { name: 'x', content: '' },
    ['remove /etc/sudoers.d/x'],
  ],
  [
    'a command of cron',
    'cron',
    { files: { '/etc/cron.d/x': '' } },
    { name: 'x', schedule: '@daily', command: 'true' },
    ['remove /etc/cron.d/x'],
  ],
  [
    'rules of logrotate that are gone',
    'logRotate',
    { files: { '/etc/logrotate.d/y': '' } },
    { name: 'x', paths: ['/x'] },
    [],
  ],
  [
    'a name in /etc/hosts',
    'hostsEntry',
    { files: { '/etc/hosts': '::1 x\n10.0.0.1 y x\n' } },
    { name: 'x', address: '::1' },
    ['write /etc/hosts'],
  ],
  ['the name of a host', 'hostname', {}, { name: 'x' }, []],
  ['the time zone of a host', 'timezone', {}, { zone: 'UTC' }, []],
  [
    'a locale that is the language of the host',
    'locale',
    {
      files: { '/etc/locale.gen': 'de_DE.UTF-8 UTF-8\n', '/etc/default/locale': 'LANG=de_DE.UTF-8\n' },
      commands: [{ argv: ['locale-gen'] }],
    },
    { name: 'de_DE.UTF-8' },
    ['write /etc/default/locale', 'write /etc/locale.gen', 'locale-gen'],
  ],
  [
    'a choice',
    'alternatives',
    {
      commands: [
        { argv: ['update-alternatives', '--query', 'editor'], stdout: ['Status: manual', 'Value: /x'] },
        { argv: ['update-alternatives', '--auto', 'editor'] },
      ],
    },
    { name: 'editor', path: '/x' },
    ['update-alternatives --auto editor'],
  ],
  [
    'a key beside others',
    'authorizedKey',
    { files: { ...people, '/home/app/.ssh/authorized_keys': { content: `${key}\nother\n`, owner: 'app' } } },
    { user: 'app', key },
    ['write /home/app/.ssh/authorized_keys'],
  ],
  [
    'the only key',
    'authorizedKey',
    { files: { ...people, '/home/app/.ssh/authorized_keys': { content: `${key} old\n`, owner: 'app' } } },
    { user: 'app', key },
    ['remove /home/app/.ssh/authorized_keys'],
  ],
  ['a key of a user who is gone', 'authorizedKey', { files: { '/etc/passwd': '' } }, { user: 'app', key }, []],
  ['an empty directory', 'directory', { files: { '/x': { type: 'directory' } } }, { path: '/x' }, ['remove /x']],
  ['a link', 'link', { files: { '/x': { type: 'link', target: '/y' } } }, { path: '/x', target: '/y' }, ['remove /x']],
  ["what took a link's place", 'link', { files: { '/x': 'mine' } }, { path: '/x', target: '/y' }, []],
  [
    'a package',
    'package',
    {
      commands: [
        { argv: ['dpkg', '--audit'] },
        { argv: ['apt-get', '--simulate', '…'], stdout: 'Remv curl [7.88.1-10]\n' },
        { argv: ['apt-get', '…'] },
      ],
    },
    { name: 'curl' },
    ['apt-get remove -y -q -o DPkg::Lock::Timeout=0 curl'],
  ],
  [
    'a unit',
    'unit',
    { files: { [unit]: 'x' }, commands: [{ argv: ['systemctl', 'daemon-reload'] }] },
    { name: 'app.service', content: 'x' },
    [`remove ${unit}`, 'systemctl daemon-reload'],
  ],
  [
    'a service',
    'service',
    { commands: [show('loaded'), { argv: ['systemctl', 'disable', '…'] }] },
    { name: 'app' },
    ['systemctl disable --now app.service'],
  ],
  ['a service without a unit', 'service', { commands: [show('not-found')] }, { name: 'app' }, []],
  ['a user', 'user', { files: accounts, commands: [{ argv: ['userdel', 'app'] }] }, { name: 'app' }, ['userdel app']],
  [
    'a group',
    'group',
    { files: accounts, commands: [{ argv: ['groupdel', 'app'] }] },
    { name: 'app' },
    ['groupdel app'],
  ],
  [
    'a kernel value',
    'sysctl',
    { files: { '/etc/sysctl.d/60-rolecall-vm.x.conf': '' } },
    { name: 'vm.x', value: '1' },
    ['remove /etc/sysctl.d/60-rolecall-vm.x.conf'],
  ],
  [
    'an artifact',
    'artifact',
    {
      files: {
        '/opt/app/current': { type: 'link', target: '1' },
        '/opt/app/1/.rolecall-artifact': artifactRecord,
        '/opt/app/mine/data': 'kept',
        '/opt/app/.rolecall-part-1': 'half',
      },
      commands: [{ argv: ['rm', '…'], files: { '/opt/app/1/.rolecall-artifact': null, '/opt/app/1': null } }],
    },
    { path: '/opt/app', version: '1', sha256: 'a'.repeat(64), format: 'tar' },
    [
      'remove /opt/app/current',
      'rm -rf --one-file-system -- /opt/app/1',
      'rm -rf --one-file-system -- /opt/app/.rolecall-part-1',
    ],
  ],
  [
    "an artifact that others' folders and links are beside",
    'artifact',
    { files: { '/opt/app/current': { type: 'link', target: 'mine' }, '/opt/app/mine/data': 'kept' } },
    { path: '/opt/app', version: '1', sha256: 'a'.repeat(64), format: 'tar' },
    [],
  ],
  [
    'a repository of packages',
    'aptRepository',
    { files: { '/etc/apt/sources.list.d/x.sources': '', '/etc/apt/keyrings/x.asc': '' } },
    { name: 'x', uris: ['file:/srv'], suites: ['./'], keyFile: '/etc/key.asc' },
    ['remove /etc/apt/sources.list.d/x.sources'],
  ],
  [
    'a certificate and its key',
    'certificate',
    { files: { '/a.crt': '', '/a.key': '' } },
    { path: '/a.crt', keyPath: '/a.key', names: ['a.example'] },
    ['remove /a.crt', 'remove /a.key'],
  ],
  [
    'a container',
    'container',
    {
      files: { '/etc/systemd/system/x.service': '', '/etc/rolecall-containers/x.env': '' },
      commands: [{ argv: ['systemctl', 'daemon-reload'] }, { argv: ['podman', 'image', '…'] }],
    },
    { name: 'x', image: `a.example/x@sha256:${'a'.repeat(64)}` },
    [
      'remove /etc/systemd/system/x.service',
      'remove /etc/rolecall-containers/x.env',
      'remove /etc/rolecall-containers',
      'systemctl daemon-reload',
      `podman image rm a.example/x@sha256:${'a'.repeat(64)}`,
    ],
  ],
  ['a command', 'command', {}, { name: 'x', argv: ['true'] }, []],
  [
    'a firewall',
    'firewall',
    {
      files: { '/etc/rolecall-firewall/host.nft': '', '/etc/systemd/system/rolecall-firewall-host.service': '' },
      commands: [
        { argv: ['nft', '--stateless', '…'] },
        { argv: ['nft', '-f', '-'] },
        { argv: ['systemctl', 'daemon-reload'] },
      ],
    },
    { name: 'host' },
    [
      'remove /etc/systemd/system/rolecall-firewall-host.service',
      'remove /etc/rolecall-firewall/host.nft',
      'remove /etc/rolecall-firewall',
      'nft -f -',
      'systemctl daemon-reload',
    ],
  ],
  ['a firewall that is gone', 'firewall', { commands: [{ argv: ['nft', '…'], exitCode: 1 }] }, { name: 'host' }, []],
  ['a wait', 'wait', {}, { name: 'x', path: '/x' }, []],
  ['an assertion', 'assert', {}, { name: 'x', path: '/x', hint: 'y' }, []],
])('removing %s takes away what was made, and no more', async (_what, kind, given, params, expected) => {
  expect(await removed(kind, given, params)).toEqual(expected);
});

describe('a package that others need', () => {
  const simulated = (names: readonly string[], going: readonly string[]) => ({
    argv: ['apt-get', '--simulate', '--allow-change-held-packages', 'remove', ...names],
    stdout: `NOTE: a simulation\n${going.map((name) => `Remv ${name} [1] [x:amd64 ]\n`).join('')}`,
  });
  const given = {
    commands: [
      { argv: ['dpkg', '--audit'] },
      simulated(['lib'], ['app', 'lib']),
      simulated(['tool'], ['tool']),
      simulated(['lib', 'app'], ['app', 'lib']),
      simulated(['lib', 'tool'], ['app', 'lib', 'tool']),
    ],
  };
  const neededBy = (...names: readonly string[]) =>
    providers.package.neededBy?.(
      new FakeHost(given),
      names.map((name) => kinds.package.params.parse({ name })),
    );

  test('is not removed, and nothing goes with it', async () => {
    await expect(removed('package', given, { name: 'lib' })).rejects.toThrow('app would go with it');
  });

  test('stays unless those go too', async () => {
    expect(await neededBy('lib', 'app')).toEqual([undefined, undefined]);
    expect(await neededBy('lib', 'tool')).toEqual(['app would go with it', undefined]);
  });
});

test('a directory that is not empty is not removed', async () => {
  await expect(removed('directory', { files: { '/x/data': 'kept' } }, { path: '/x' })).rejects.toThrow(
    '/x is not empty',
  );
});

describe('with all that is in it, as its author said', () => {
  const tree = async (given: Given) => {
    const host = new FakeHost({ ...given, commands: [{ argv: ['rm', '…'] }] });
    await providers.directory.remove(host, { path: '/srv/x' }, { always: true });
    return [...host.writes, ...host.commands.map(({ argv }) => argv.join(' '))];
  };

  test('a directory goes', async () => {
    expect(await tree({ files: { '/srv/x/data': 'gone' } })).toEqual(['rm -rf --one-file-system -- /srv/x']);
    expect(await tree({ files: { '/srv/x': { type: 'directory' } } })).toEqual(['remove /srv/x']);
  });

  test.each([
    { owner: 'app', mode: '0755' },
    { owner: 'root', mode: '0775' },
    { type: 'link' as const, target: '/mnt/m/srv' },
  ])('it stays where somebody could swap its folder for another', async (folder) => {
    const foreign = { type: 'directory', owner: 'app' } as const;
    const given: Given = {
      files: { '/srv/x/data': 'kept', '/mnt/m': foreign, '/srv': { type: 'directory', ...folder } },
    };
    await expect(tree(given)).rejects.toMatchObject({ code: 'unsafe_folder' });
  });
});

test("what took a file's place is not removed", async () => {
  const given: Given = { files: { '/x': { type: 'link', target: '/y' } } };
  await expect(removed('file', given, { path: '/x', content: '' })).rejects.toThrow('/x is no longer a regular file');
});

test.each<[string, KnownKind, Given, object]>([
  [
    'a certificate of an authority',
    'certificate',
    { files: { '/a.crt': 'x', '/a.key': 'x' } },
    { path: '/a.crt', keyPath: '/a.key', names: ['a.example'], authority: { certificate: 'x', key: 'gone' } },
  ],
  [
    'a given pair',
    'certificate',
    { files: { '/a.crt': 'x', '/a.key': 'x' } },
    { path: '/a.crt', keyPath: '/a.key', pair: { certificate: 'x', key: 'gone' } },
  ],
  [
    'a repository whose key expired',
    'aptRepository',
    { files: { '/etc/apt/sources.list.d/x.sources': 'x', '/key.asc': 'x' } },
    { name: 'x', uris: ['file:/srv'], suites: ['./'], keyFile: '/key.asc' },
  ],
])('%s can still be seen and taken away without the values of secrets', async (_what, kind, given, params) => {
  const host = new FakeHost(given);
  const parsed = kinds[kind].params.parse(params);
  const look = async () => (await providers[kind].read(host, [parsed]))[0]?.is;
  expect(await look()).toBe('present');
  await providers[kind].remove(host, parsed);
  expect(await look()).toBe('absent');
});
