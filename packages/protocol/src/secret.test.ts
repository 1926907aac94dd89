import fc from 'fast-check';
import type { SecretName } from './secret.ts';
import { fillSecrets, secretMarker, secretsIn } from './secret-marker.ts';

const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}(\/[A-Za-z0-9._-]{1,20})?$/).map((text) => text as SecretName);
const text = fc.string({ unit: 'grapheme' }).map((s) => s.replace(/[\u{E000}\u{E001}]/gu, ''));

test('a marker in any text is found, and its value stands exactly there', () => {
  fc.assert(
    fc.property(name, text, text, text, (secret, before, after, value) => {
      const whole = before + secretMarker(secret) + after;
      expect(secretsIn(whole)).toEqual([secret]);
      expect(fillSecrets(whole, () => value)).toBe(before + value + after);
    }),
  );
});

test('a value that looks like a pattern of replacement is taken as it is', () => {
  expect(fillSecrets(secretMarker('a' as SecretName), () => '$& $1 $$')).toBe('$& $1 $$');
});
