import { type SecretName, secretMarker } from '@rolecall/protocol';
import { type KnownKind, kinds } from '../kinds.ts';

const secret = secretMarker('redis/password' as SecretName);

/** The first thing that is wrong, as an author reads it. */
function refusal(kind: KnownKind, params: object): string | undefined {
  const parsed = kinds[kind].params.safeParse(params);
  return parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

test.each<[string, KnownKind, object, string]>([
  ['a relative path', 'file', { path: 'etc/motd', content: '' }, 'path: a path is absolute'],
  ['a path that leaves its folder', 'file', { path: '/etc/../root', content: '' }, 'path: a path has no "." or ".."'],
  ['a path with a secret', 'directory', { path: `/srv/${secret}` }, 'path: a path cannot hold a secret'],
  ['neither content nor keys', 'file', { path: '/x' }, 'content: a file has either `content` or `keys`'],
  [
    'both content and keys',
    'file',
    { path: '/x', content: '', keys: {}, format: 'space' },
    'content: a file has either',
  ],
  ['keys without a format', 'file', { path: '/x', keys: { a: '1' } }, 'format: `keys` need a `format`'],
  ['a seed without keys', 'file', { path: '/x', content: '', seed: '' }, 'seed: `seed` goes with `keys`'],
  [
    'two spellings of one key',
    'file',
    { path: '/x', keys: { Port: '1', port: '2' }, format: 'redis' },
    'keys: the keys "Port" and "port" mean the same place',
  ],
  [
    'a key within another',
    'file',
    { path: '/x', keys: { sentinel: '1', 'sentinel monitor': '2' }, format: 'redis' },
    'mean the same place',
  ],
  [
    'a key with a secret',
    'file',
    { path: '/x', keys: { [secret]: '1' }, format: 'space' },
    'a key cannot hold a secret',
  ],
  [
    'a command with a secret in its words',
    'command',
    { name: 'x', argv: ['redis-cli', '-a', secret] },
    'argv: a secret cannot be a word of a command',
  ],
  [
    'a variable with blanks',
    'command',
    { name: 'x', argv: ['true'], environment: { 'A B': '' } },
    'environment.A B: a variable is named with',
  ],
  [
    'a guard with a secret in its words',
    'command',
    { name: 'x', argv: ['true'], unless: ['x', secret] },
    'unless: a secret cannot be a word',
  ],
  [
    'a check with a secret in its words',
    'file',
    { path: '/x', content: '', validate: [secret] },
    'validate: a secret cannot be a word',
  ],
  ['a package that is an option', 'package', { name: '-o' }, 'name: a package is named as in Debian'],
  ['a package that apt would remove', 'package', { name: 'curl-' }, 'name: a package is named as in Debian'],
  ['a unit without a type', 'unit', { name: 'app', content: '' }, 'name: a unit is named with its type'],
  ['a unit in another folder', 'unit', { name: '../x.service', content: '' }, 'name: a unit is named with its type'],
  ['a template as a service', 'service', { name: 'app@' }, 'name: a template does not run itself'],
  ['a pattern as a service', 'service', { name: 'app*' }, 'name: a service is named as its unit'],
  ['an option as a service', 'service', { name: '--now' }, 'name: a unit does not start with "-"'],
  [
    'a resource without its kind',
    'service',
    { name: 'app', restartOn: ['/etc/motd'] },
    'restartOn.0: a resource is named KIND:KEY',
  ],
  ['a user that is an option', 'user', { name: '-r' }, 'name: a user or group is named'],
  [
    'a kernel value outside /proc/sys',
    'sysctl',
    { name: 'vm/../../etc', value: '1' },
    'name: a kernel value has no empty part',
  ],
  [
    'a kernel value of two lines',
    'sysctl',
    { name: 'vm.x', value: '1\nvm.y = 2' },
    'value: a kernel value is one line',
  ],
  ['a file wholly and in parts', 'file', { path: '/x', content: '', blocks: { a: 'b' } }, 'content: a file has either'],
  [
    'a line that would not be known again',
    'file',
    { path: '/x', lines: [{ line: 'a', match: '^b' }] },
    'does not fit its own line',
  ],
  [
    'a line with a secret and no pattern',
    'file',
    { path: '/x', lines: [{ line: secret }] },
    'lines: a line that holds a secret',
  ],
  [
    'a pattern that is none',
    'file',
    { path: '/x', lines: [{ line: 'a', match: '(' }] },
    'lines.0.match: this is no regular',
  ],
  [
    'a number in a file of lines',
    'file',
    { path: '/x', format: 'ini', keys: { 'a.b': 1 } },
    'keys: in a file of lines',
  ],
  [
    'a path within another',
    'file',
    { path: '/x', format: 'yaml', keys: { a: 1 }, absentKeys: ['a.b'] },
    'mean the same place',
  ],
  ['a path with an empty part', 'file', { path: '/x', format: 'json', keys: { 'a..b': 1 } }, 'keys: "a..b" is no path'],
  ['rules that sudo passes over for a dot', 'sudoers', { name: 'a.b', content: '' }, 'with a dot in their name'],
  ['rules that sudo passes over for their end', 'sudoers', { name: 'a~', content: '' }, 'whose name ends in "~"'],
  ['a file that cron passes over', 'cron', { name: 'a.b', schedule: '@daily', command: 'x' }, 'name: cron passes over'],
  ['a schedule that cron refuses', 'cron', { name: 'a', schedule: '99 * * * *', command: 'x' }, 'schedule: the minute'],
  ['a secret in a command of cron', 'cron', { name: 'a', schedule: '@daily', command: secret }, 'command: a secret'],
  [
    'a script that ends early',
    'logRotate',
    { name: 'a', paths: ['/x'], afterwards: ['endscript'] },
    'would end the script',
  ],
  ['the name of every host', 'hostsEntry', { name: 'localhost', address: '::1' }, 'localhost belongs to the system'],
  ['no address', 'hostsEntry', { name: 'a', address: '10.0.0.300' }, 'address: an address is of IPv4 or IPv6'],
  ['a private key', 'authorizedKey', { user: 'a', key: '-----BEGIN' }, 'key: a public key is its type'],
  [
    'options that open a quote',
    'authorizedKey',
    { user: 'a', key: 'ssh-rsa AAAAB3', options: 'from="a' },
    'options: the quotes',
  ],
  ['a misspelled parameter', 'package', { name: 'curl', verion: '1' }, 'Unrecognized key: "verion"'],
])('%s is refused', (_what, kind, params, message) => {
  expect(refusal(kind, params)).toContain(message);
});

test.each<[string, KnownKind, object]>([
  ['a secret as content', 'file', { path: '/x', content: `password=${secret}` }],
  ['a secret as the value of a key', 'file', { path: '/x', keys: { requirepass: secret }, format: 'redis' }],
  ['a secret in the environment', 'command', { name: 'x', argv: ['env'], environment: { PASSWORD: secret } }],
  ['the root directory', 'directory', { path: '/' }],
  ['a package of another architecture', 'package', { name: 'libc6:i386' }],
  ['a package with a plus', 'package', { name: 'g++' }],
  ['an instance of a template', 'service', { name: 'app@one' }],
  ['a template as a unit', 'unit', { name: 'app@.service', content: '' }],
])('%s is accepted', (_what, kind, params) => {
  expect(refusal(kind, params)).toBeUndefined();
});

test('a service is the same one with and without its type', () => {
  expect(kinds.service.key({ name: 'redis-server.service' })).toBe(kinds.service.key({ name: 'redis-server' }));
});
