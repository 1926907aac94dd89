import type { SecretName } from '@rolecall/protocol';
import { act } from './act.ts';
import { RoleError } from './error.ts';
import { command, directory, file, group, link, pkg, service, sysctl, unit, user } from './kinds.ts';
import { Secret } from './secret.ts';

const secret = new Secret('redis/password' as SecretName);

describe('a resource', () => {
  test('is declared by its key and completed with the defaults of its kind', () => {
    const made = file('/etc/motd', { content: 'hi' });
    expect(made).toMatchObject({
      kind: 'file',
      key: '/etc/motd',
      params: { path: '/etc/motd', content: 'hi', mode: 0o644 },
    });
    expect(Object.isFrozen(made)).toBe(true);
  });

  test('knows the line that declared it', () => {
    const lines = [directory('/a').source, pkg('redis-server').source, act.command(['true']).source];
    expect(lines.every((source) => source.file.endsWith('kinds.test.ts'))).toBe(true);
    expect(new Set(lines.map(({ column }) => column)).size).toBe(3);
  });

  test('says what happens once it is no longer declared, beside its parameters', () => {
    const made = directory('/var/cache/app', { remove: 'always' });
    expect(made).toMatchObject({ remove: 'always', params: { path: '/var/cache/app' } });
    expect(made.params).not.toHaveProperty('remove');
    expect(directory('/a')).not.toHaveProperty('remove');
    expect(() => directory('/a', { remove: 'never' as 'keep' })).toThrow(
      "remove is 'always', 'keep' or 'made', or left out",
    );
  });

  test('stands for its own id where another refers to it', () => {
    const conf = file('/etc/app.conf', { content: '' });
    const drop = unit('app.service', { dropIn: 'limits', content: '' });
    expect(service('app', { running: true, restartOn: [conf, drop] }).params.restartOn).toEqual([
      'file:/etc/app.conf',
      'unit:app.service.d/limits.conf',
    ]);
  });

  test('carries a secret as its marker, in a text and on its own', () => {
    const made = file('/etc/redis.conf', { keys: { masterauth: secret, x: `a ${secret}` }, format: 'redis' });
    expect(made.params.keys).toEqual({ masterauth: `${secret}`, x: `a ${secret}` });
    expect(command('x', { argv: ['true'], environment: { TOKEN: secret } }).params.environment).toEqual({
      TOKEN: `${secret}`,
    });
  });

  test('of every kind has a function', () => {
    const made = [link('/l', { target: '/t' }), user('u'), group('g'), sysctl('vm.swappiness', { value: '1' })];
    expect(made.map(({ kind }) => kind)).toEqual(['link', 'user', 'group', 'sysctl']);
  });

  test.each([
    [
      'a secret among the words of a command',
      () => command('x', { argv: ['sh', '-c', `echo ${secret}`] }),
      /argv: a secret/,
    ],
    [
      'a secret among the words of an action',
      () => act.command(['redis-cli', '-a', `${secret}`], { name: 'x' }),
      /argv: a secret/,
    ],
    ['a secret in a path', () => file(`/etc/${secret}`, { content: '' }), /path/],
    [
      'a secret in the name of a command',
      () => command(`${secret}`, { argv: ['true'] }),
      /secret redis\/password names a command/,
    ],
    ['a path that is not absolute', () => file('etc/motd', { content: '' }), /path: a path is absolute/],
    [
      'both a content and keys',
      () => file('/a', { content: '', keys: {}, format: 'redis' }),
      /either `content` or `keys`/,
    ],
  ])('with %s is refused, with the line', (_, make, message) => {
    expect(make).toThrow(message);
    try {
      make();
    } catch (error) {
      expect(error instanceof RoleError && error.at?.file).toMatch(/kinds\.test\.ts$/);
    }
  });

  test('is checked by the editor', () => {
    const never = () => [
      // @ts-expect-error a misspelt option
      file('/a', { contents: '' }),
      // @ts-expect-error a link points somewhere
      link('/a'),
      // @ts-expect-error a mode is a number
      directory('/a', { mode: '0755' }),
      // @ts-expect-error a secret cannot be a word of a command
      command('x', { argv: ['a', secret] }),
      // @ts-expect-error a service refers to resources
      service('x', { restartOn: [1] }),
    ];
    expect(never).toBeDefined();
  });
});
