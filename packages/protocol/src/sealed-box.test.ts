import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { makeSealingKeys, openSealed, seal, sealingPublicKey } from './sealed-box.ts';

const keys = makeSealingKeys();
const privateKey = createPrivateKey(keys.privateKey);

test('what is sealed to a host is read by that host', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (value) => openSealed(privateKey, seal(keys.publicKey, value)) === value,
    ),
  );
});

test('another host cannot open it', () => {
  const other = createPrivateKey(makeSealingKeys().privateKey);
  expect(() => openSealed(other, seal(keys.publicKey, 'hunter2'))).toThrow();
});

test('a box with any byte changed or cut off is refused', () => {
  const box = Buffer.from(seal(keys.publicKey, 'hunter2'), 'base64');
  for (let at = 0; at < box.length; at++) {
    const changed = Buffer.from(box);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => openSealed(privateKey, changed.toString('base64'))).toThrow();
    expect(() => openSealed(privateKey, box.subarray(0, at).toString('base64'))).toThrow();
  }
});

test('the public half is found again from the private one', () => {
  expect(sealingPublicKey(keys.privateKey)).toBe(keys.publicKey);
});
