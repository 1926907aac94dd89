import type { SecretName } from '@rolecall/protocol';
import fc from 'fast-check';
import { RoleError } from './error.ts';
import { refTo } from './later.ts';
import { plain, revive } from './plain.ts';
import { Secret } from './secret.ts';

const secret = new Secret('redis/password' as SecretName);

describe('plain data', () => {
  test('comes back as it went, with its secrets', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(secret));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
    }));
    fc.assert(
      fc.property(value, (given) => {
        const sent = JSON.stringify(plain(given));
        expect(JSON.stringify(plain(revive(JSON.parse(sent))))).toBe(sent);
      }),
    );
  });

  test('an output stands as a reference to it', () => {
    const ref = refTo<{ readonly address: string }>({ use: 'cache' as never, scope: 'cluster', path: [] });
    expect(plain({ at: ref.address })).toEqual({
      at: { $output: { use: 'cache', scope: 'cluster', path: ['address'] } },
    });
  });

  test('properties that are undefined are left out', () => {
    expect(plain({ a: undefined, b: 1 })).toEqual({ b: 1 });
  });

  test.each([
    ['a function', { a: { b: () => 1 } }, 'a.b is a function'],
    ['a date', { a: [new Date(0)] }, 'a.0 is a Date'],
    ['a map', { a: new Map() }, 'a is a Map'],
    ['no number', { a: Number.NaN }, 'a is the number NaN'],
    ['a big integer', { a: 1n }, 'a is a bigint'],
    ['undefined in a list', { a: [undefined] }, 'a.0 is a undefined'],
  ])('%s is refused with its path', (_, value, message) => {
    expect(() => plain(value)).toThrow(message);
  });

  test('what contains itself is refused', () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(() => plain(loop)).toThrow(RoleError);
  });
});
