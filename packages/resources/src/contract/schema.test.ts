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
