import { partsOfInstance } from '@rolecall/protocol/id-parts';
import fc from 'fast-check';
import { playAway } from './away-simulation.ts';
import { drawing, site, world } from './random-site.ts';
import { isDown, isUnstaged } from './standing.ts';

/** Hosts that hardly leave, that come back at once, and that stay away. */
const leaving = fc.record({ leaves: fc.constantFrom(0.01, 0.05, 0.2), returns: fc.constantFrom(0, 0.05, 0.5) });

describe('a run whose hosts leave and come back', () => {
  test('ends, each instance in exactly one word', () => {
    fc.assert(
      fc.property(site, world, leaving, (start, w, l) => {
        const end = playAway(start, { ...drawing(w), ...l }, () => {});
        expect(end.instances.values().map(({ outcome }) => outcome)).not.toContain(null);
      }),
      { numRuns: 300 },
    );
  });

  test('never begins to take a member down while as many others as its cluster can bear are down or away', () => {
    fc.assert(
      fc.property(site, world, leaving, (start, w, l) => {
        playAway(start, { ...drawing(w), ...l }, (state, away, move) => {
          const one = state.instances.get(move.instance);
          if (move.do !== 'assign' || one?.phase !== 'waiting' || !one.disturbs || isUnstaged(one)) return;
          const others = state.instances.ofUse(partsOfInstance(one.instance).use).filter((other) => other !== one);
          if (one.together === true || one.togetherOn !== undefined) return;
          const missing = others.filter(
            (other) => isDown(other) || (other.formed && !other.gone && away.has(other.host)),
          );
          expect(missing.length).toBeLessThan(one.maxUnavailable);
        });
      }),
      { numRuns: 300 },
    );
  });
});
