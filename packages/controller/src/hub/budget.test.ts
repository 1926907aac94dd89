import fc from 'fast-check';
import { Budget } from './budget.ts';

const MIB = 1024 * 1024;

test('who waits as told never gets more through than a burst and 16 MiB a second', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(256 * 1024), { minLength: 500, maxLength: 1_000 }), (sizes) => {
      let now = 0;
      const budget = new Budget(() => now);
      let sent = 0;
      let tooMuch = false;
      for (const size of sizes) {
        now += budget.take(size);
        sent += size;
        tooMuch ||= sent > 32 * MIB + 256 * 1024 + (now / 1_000) * 16 * MIB;
      }
      expect(tooMuch).toBe(false);
    }),
    { numRuns: 20 },
  );
});

test('what a host has to say in a hurry is not held up; very many small messages are', () => {
  const budget = new Budget(() => 0);
  expect(Array.from({ length: 100 }, () => budget.take(256 * 1024))).toEqual(Array.from({ length: 100 }, () => 0));
  const small = new Budget(() => 0);
  let count = 0;
  while (small.take(1) === 0) count++;
  expect(count).toBe(32 * 1_024);
});
