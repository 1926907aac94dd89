import { jest } from '@jest/globals';
import fc from 'fast-check';
import { keyFacts } from './expiry.ts';
import { aptRepositoryProvider } from './provider.ts';

/** Keys that GnuPG made; only their public parts. */
const KEYS = {
  never: `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawFM3RYJKwYBBAHaRw8BAQdAhg04Hu2Z9+yHcYIjwV9c3NZxnC8sw2w/E/d6
Bz9QH/W0E0ZvcmV2ZXIgPGFAZXhhbXBsZT6IkAQTFggAOBYhBCrR843lMwtlC0Mf
euYCs2HKDK1LBQJrAUzdAhsDBQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJEOYC
s2HKDK1LNrwBAP3r4OLWbC60UXlajL5afh/2B+Y8oNXDcfa4MTrLEmD7AQD2/pJj
Fpk8xu+PFEW9j8gpdjKTZs4B9F+BGLkCzCJRAA==
=x3n3
-----END PGP PUBLIC KEY BLOCK-----
`,
  short: `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEXgvhABYJKwYBBAHaRw8BAQdAWfehvbuukltiQP3s2t3RfIuYctbxsfK0BpKV
PEjscaC0EVNob3J0IDxiQGV4YW1wbGU+iJYEExYIAD4WIQQxTqGfqVETGAr6oUSx
lZHzdHPEBwUCXgvhAAIbAwUJAeEzgAULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAK
CRCxlZHzdHPEB2EMAP48OE/v4okZUiVcvBiVNuFLNGVV9hHfnzO9lHSjQ7IQGgEA
rp0L9EG/zUmTOadVddQhBF32lCjGnDyt6Dp2UnUp+gk=
=ZDTv
-----END PGP PUBLIC KEY BLOCK-----
`,
  signsBySubkey: `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawFN1hYJKwYBBAHaRw8BAQdAmKPNkjPMZm+7tVbAGmgmDlObPbllqhPpEKnq
j5vasb60D1N1YiA8ZEBleGFtcGxlPoiWBBMWCAA+FiEEX1KMi4TtD2KuucATGJiW
P3LbZ4EFAmsBTdYCGwEFCSWYBgAFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQ
GJiWP3LbZ4FOmgEA/SSZBWJ3FU/uj4UCLzaKW1zbyc4uIUyGOaItmPYt0YIA/0z/
Cuo7QGO6ILzBoEpxnPY+PixO5GAqIYIzShOBIPIHuDMEawFN1xYJKwYBBAHaRw8B
AQdAhKaDqJ6t3+WHmbA2YwEMnISarTtjT16ZQkQjX+0mUmGI9QQYFggAJhYhBF9S
jIuE7Q9irrnAExiYlj9y22eBBQJrAU3XAhsCBQkDwmcAAIEJEBiYlj9y22eBdiAE
GRYIAB0WIQQzVSsLtgTbqKEv4yIztYiMWk+hTAUCawFN1wAKCRAztYiMWk+hTD84
AQCYtmY7dBB70bMc8KxmsCnWnz7JX443VJjuwhHAJok0VwD/eMVa/zBABP1iguve
Wqpakt6/5RxOcCjVpd9zgtii+wGelgEAoRLdDHLyHCBYuI13SDHTDNe0/9Ju1YFe
V1oKuQP/pFEBAPV/XHwlo+itHk7b4nX3907XZdB0VRLM/w3gFli41GUM
=fU4/
-----END PGP PUBLIC KEY BLOCK-----
`,
};

test.each<[keyof typeof KEYS, string, string | undefined]>([
  ['never', '2AD1F38DE5330B650B431F7AE602B361CA0CAD4B', undefined],
  ['short', '314EA19FA95113180AFAA144B19591F37473C407', '2020-12-31'],
  ['signsBySubkey', '5F528C8B84ED0F62AEB9C0131898963F72DB6781', '2028-11-20'],
])('a key that %s: its fingerprint, and the day on which it is no use any more', (name, fingerprint, day) => {
  const facts = keyFacts(KEYS[name]);
  expect(facts?.fingerprint).toBe(fingerprint);
  expect(facts?.expiresAt === undefined ? undefined : new Date(facts.expiresAt).toISOString().slice(0, 10)).toBe(day);
});

test('a key that is about to end, or has ended, is warned of with its day', () => {
  const warned = (key: string | undefined, keyEnds?: number) =>
    aptRepositoryProvider.warnings?.(
      { name: 'x', key } as never,
      keyEnds === undefined ? undefined : ({ keyEnds } as never),
    );
  expect(warned(KEYS.never)).toEqual([]);
  expect(warned(KEYS.short)).toEqual(['its key ended on 2020-12-31']);
  jest.useFakeTimers({ now: Date.parse('2028-10-15') });
  expect(warned(KEYS.signsBySubkey)).toEqual([]);
  jest.setSystemTime(Date.parse('2028-11-01'));
  expect(warned(KEYS.signsBySubkey)).toEqual(['its key ends on 2028-11-20']);
  // Of a key that something else puts there, only what was read tells.
  expect(warned(undefined, Date.parse('2028-11-02'))).toEqual(['its key ends on 2028-11-02']);
  expect(warned(undefined)).toEqual([]);
  jest.useRealTimers();
});

test('what is no key says nothing, and damage does not stop it', () => {
  expect(keyFacts('')).toBeUndefined();
  expect(keyFacts('-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----')).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      keyFacts(`-----BEGIN-----\n\n${Buffer.from(bytes).toString('base64')}\n-----END-----`);
    }),
  );
});

test('a key that is damaged anywhere is read or not, and never throws', () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.nat(255), (at, value) => {
      const lines = KEYS.signsBySubkey.trim().split('\n');
      const bytes = Buffer.from(lines.slice(2, -2).join(''), 'base64');
      bytes[at % bytes.length] = value;
      keyFacts(`-----BEGIN-----\n\n${bytes.toString('base64')}\n-----END-----`);
    }),
  );
});
