import { excludedBy, type RunEvent } from '@rolecall/protocol';
import fc from 'fast-check';
import { isSameHolder } from '../store/locks.ts';
import { type Chance, type Cluster, heldBy, jobRun, playTogether } from './job-simulation.ts';
import { numbers } from './random-site.ts';
import type { RunState } from './state.ts';

const lock = fc.constantFrom('topology' as const, 'schema' as const, 'maintenance' as const);
const cluster: fc.Arbitrary<Cluster> = fc.record({
  members: fc.integer({ min: 1, max: 3 }),
  disturbed: fc.boolean(),
  jobs: fc.array(fc.uniqueArray(fc.tuple(fc.nat({ max: 2 }), lock), { maxLength: 3, selector: String }), {
    maxLength: 3,
  }),
});
const clusters = fc.array(cluster, { minLength: 1, maxLength: 3 });
const chance = fc
  .record({
    seed: numbers,
    done: fc.constantFrom(0, 0.3),
    fails: fc.constantFrom(0, 0.2),
    cut: fc.constantFrom(0, 0, 0.2),
    cancels: fc.constantFrom(0, 0, 0.02),
  })
  .map(({ seed, ...rest }): Chance => ({ ...rest, draw: () => seed.next().value }));

/** Two sites with clusters of the same names, applied at the same time. */
const both = fc.tuple(clusters, clusters, chance);
const play = (
  [a, b, how]: [readonly Cluster[], readonly Cluster[], Chance],
  look: (runs: readonly RunState[], event: RunEvent) => void,
) => playTogether([jobRun('x', 'x', a), jobRun('y', 'y', b)], how, look);

describe('locks', () => {
  test('are never held by two, in one run or over two that go on at once', () => {
    fc.assert(
      fc.property(both, (drawn) => {
        play(drawn, (runs) => {
          const held = runs.flatMap(heldBy);
          for (const one of held) {
            const excluded = excludedBy(one.name);
            const others = held.filter((other) => excluded.includes(other.name) && !isSameHolder(other, one));
            expect(others).toEqual([]);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  test('never keep two runs from ending: each job and each member ends in one word', () => {
    fc.assert(
      fc.property(both, (drawn) => {
        const ends = play(drawn, () => {});
        expect(ends.flatMap((run) => run.instances.values().map(({ outcome }) => outcome))).not.toContain(null);
      }),
      { numRuns: 60 },
    );
  });

  test('that are kept of former tries never keep later runs from ending', () => {
    fc.assert(
      fc.property(both, clusters, clusters, ([a, b, how], laterA, laterB) => {
        const former = playTogether([jobRun('x-1', 'x', a), jobRun('y-1', 'y', b)], { ...how, cut: 0.5 }, () => {});
        const ends = playTogether([...former, jobRun('x-2', 'x', laterA), jobRun('y-2', 'y', laterB)], how, () => {});
        expect(ends.flatMap((run) => run.instances.values().map(({ outcome }) => outcome))).not.toContain(null);
      }),
      { numRuns: 100 },
    );
  });

  test('let each job be handed out once, and only after the one before it', () => {
    fc.assert(
      fc.property(both, (drawn) => {
        const handed: string[] = [];
        play(drawn, (runs, event) => {
          if (event.event !== 'assigned' || !event.assignment.endsWith('/job/1')) return;
          expect(handed).not.toContain(event.assignment);
          handed.push(event.assignment);
          const run = runs.find(({ created }) => event.assignment.startsWith(`${created?.run}/`));
          const before = run?.instances.get(event.instance)?.after.map((id) => run.instances.get(id)?.outcome);
          expect(before?.every((outcome) => outcome === 'ok' || outcome === 'changed')).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });
});
