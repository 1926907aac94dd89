import fc from 'fast-check';
import { Attempts } from './attempts.ts';

let now = 0;
const fresh = () => {
  now = 0;
  return new Attempts(() => now);
};

test('twenty wrong tokens may come at once, then one a second; another address is not touched', () => {
  const attempts = fresh();
  for (let i = 0; i < 20; i++) {
    expect(attempts.waitFor('10.0.0.1')).toBe(0);
    attempts.failed('10.0.0.1');
  }
  expect(attempts.waitFor('10.0.0.1')).toBe(1);
  expect(attempts.waitFor('10.0.0.2')).toBe(0);
  now += 1_000;
  expect(attempts.waitFor('10.0.0.1')).toBe(0);
  attempts.failed('10.0.0.1');
  expect(attempts.waitFor('10.0.0.1')).toBe(1);
});

test('who sends many at the same moment, before the first was found wrong, waits for each of them', () => {
  const attempts = fresh();
  for (let i = 0; i < 100; i++) attempts.failed('10.0.0.1');
  expect(attempts.waitFor('10.0.0.1')).toBe(81);
  for (let i = 0; i < 10_000; i++) attempts.failed('10.0.0.1');
  expect(attempts.waitFor('10.0.0.1')).toBe(301);
});

test('over any time no more come through than a burst and one a second', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2_000), { minLength: 50, maxLength: 300 }), (pauses) => {
      const attempts = fresh();
      let through = 0;
      for (const pause of pauses) {
        now += pause;
        if (attempts.waitFor('a') > 0) continue;
        through++;
        attempts.failed('a');
      }
      expect(through).toBeLessThanOrEqual(20 + now / 1_000 + 1);
    }),
  );
});

test('one network counts as one, however many addresses it has; an IPv4 address is the same in either form', () => {
  const attempts = fresh();
  for (let i = 0; i < 20; i++) attempts.failed(`2001:db8:0:7::${i.toString(16)}`);
  expect(attempts.waitFor('2001:0db8::7:1:2:3:4')).toBe(1);
  expect(attempts.waitFor('2001:db8:0:8::1')).toBe(0);
  for (let i = 0; i < 20; i++) attempts.failed('::ffff:10.0.0.1');
  expect(attempts.waitFor('10.0.0.1')).toBe(1);
});

test('however many addresses try, memory is bounded, and who tries on is not forgotten', () => {
  const attempts = fresh();
  for (let i = 0; i < 100_000; i++) {
    attempts.failed(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    if (i % 1_000 === 0) for (let n = 0; n < 20; n++) attempts.failed('192.0.2.1');
  }
  expect(attempts.size).toBeLessThanOrEqual(10_000);
  expect(attempts.waitFor('192.0.2.1')).toBe(301);
  now += 400_000;
  attempts.failed('192.0.2.2');
  expect(attempts.size).toBe(1);
});
