import fc from 'fast-check';
import { jittered, waitBefore } from './backoff.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

test('the first try comes within the spread, later ones within a bound that doubles up to 30 s', () => {
  fc.assert(
    fc.property(unit, fc.nat(40), fc.nat(600_000), (random, failures, spread) => {
      const wait = waitBefore(failures, spread, () => random);
      const bound = failures === 0 ? spread : Math.min(30_000, 1_000 * 2 ** (failures - 1));
      return wait >= 0 && wait <= bound;
    }),
  );
});

test('beats are 20 % apart at most from their period', () => {
  fc.assert(fc.property(unit, (random) => Math.abs(jittered(1000, () => random) - 1000) <= 200));
});
