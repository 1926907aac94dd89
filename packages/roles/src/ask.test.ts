import type { SecretName } from '@rolecall/protocol';
import { ask, isAsked } from './ask.ts';
import { Secret } from './secret.ts';

const password = new Secret('redis/password' as SecretName);

describe('a question', () => {
  test('travels as plain data, without its functions', () => {
    const { ask: sent } = ask.redis(['PING'], {
      port: 6379,
      password,
      parse: String,
      until: (reply) => reply === 'PONG',
    });
    expect(sent).toEqual({ ask: 'redis', words: ['PING'], port: 6379, password: `${password}`, timeoutMs: 5_000 });
  });

  test('knows the line that asks it', () => {
    expect(ask.tcp(22).source.file).toMatch(/ask\.test\.ts$/);
  });

  test('is told from what merely looks like one', () => {
    expect(isAsked(ask.file('/etc/motd'))).toBe(true);
    expect(isAsked({ ...ask.file('/etc/motd') })).toBe(false);
  });

  test.each([
    ['a word of a program', () => ask.command(['redis-cli', '-a', `${password}`])],
    ['an address', () => ask.http(`http://h/?token=${password}`)],
    ['a word of a Redis command', () => ask.redis(['AUTH', `${password}`], { port: 6379 })],
  ])('with a secret in %s is refused, and says nothing of it', (_, make) => {
    expect(make).toThrow(/the secret redis\/password stands in a question/);
  });

  test.each([
    ['a port that is none', () => ask.tcp(70_000), /port/],
    ['too long a wait', () => ask.tcp(1, { timeoutMs: 3_600_000 }), /timeoutMs/],
    ['no words', () => ask.command([]), /argv/],
  ])('with %s is refused', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test.each([
    ['http', ask.http('http://h/').until({ status: 204, body: '' }), true],
    ['http', ask.http('http://h/').until({ status: 503, body: '' }), 'it answered 503'],
    [
      'unit',
      ask.unit('x.service').until({ active: 'failed', enabled: 'enabled', sub: 'failed' }),
      'the unit is failed',
    ],
    ['command', ask.command(['true']).until({ exitCode: 1, stdout: '', stderr: '' }), 'it ended with exit code 1'],
  ])('of %s holds by what people expect of it', (_, verdict, expected) => {
    expect(verdict).toBe(expected);
  });
});
