import { decidedOtherwise } from './decided-otherwise.ts';

test.each([
  [{ primary: 'a', replicas: 2 }, { replicas: 3, primary: 'a' }, 'replicas was 2 and is 3'],
  [{ a: 1 }, { b: [1] }, 'a was 1 and is not there, b was not there and is [1]'],
  ['one', null, 'it was "one" and is null'],
  [null, { key: '1' }, 'it was null and is not there, key was not there and is "1"'],
  [{ a: 1, b: 1, c: 1, d: 1, e: 1 }, {}, /^a was .*, c was 1 and is not there, 2 more$/],
  [{ long: 'x'.repeat(100) }, { long: 'y' }, `long was "${'x'.repeat(59)} and is "y"`],
])('between %j and %j it names what differs', (before, now, said) => {
  expect(decidedOtherwise(before, now)).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
});

test('the same in another order is no difference', () => {
  expect(decidedOtherwise({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 })).toBeUndefined();
});
