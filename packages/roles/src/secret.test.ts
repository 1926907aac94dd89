import { inspect } from 'node:util';
import { type SecretName, secretMarker } from '@rolecall/protocol';
import { Secret, secretOfMarker, secretParam } from './secret.ts';

const name = 'redis/password' as SecretName;
const secret = new Secret(name);

describe('a secret', () => {
  test('prints as its marker in a text', () => {
    expect(`pass ${secret}`).toBe(`pass ${secretMarker(name)}`);
    expect(JSON.stringify({ secret })).toBe(JSON.stringify({ secret: secretMarker(name) }));
  });

  test('shows only its name to who looks inside', () => {
    expect(inspect({ secret })).toBe('{ secret: [secret redis/password] }');
  });

  test('is found again from its marker, and from nothing else', () => {
    expect(secretOfMarker(secretMarker(name))?.name).toBe(name);
    expect(secretOfMarker(`x${secretMarker(name)}`)).toBeUndefined();
    expect(secretOfMarker(secretMarker(name).repeat(2))).toBeUndefined();
  });

  test('is what a secret parameter takes; a text is not', () => {
    expect(secretParam().parse(secret)).toBe(secret);
    expect(secretParam().safeParse('hunter2').error?.issues[0]?.message).toMatch(/expected a secret/);
  });
});
