import type { InstanceId, RunEvent } from '@rolecall/protocol';
import fc from 'fast-check';
import type { InstanceState } from './instance-state.ts';
import { playTogether } from './job-simulation.ts';
import { holdersIn } from './locks.ts';
import { numbers } from './random-site.ts';
import { fold, graph, node } from './simulation.ts';
import type { RunState } from './state.ts';

const HOLDER = 'db.replace@b' as InstanceId;
const source = { file: 's', line: 1, column: 1 };

/** A recipe of so many steps and so many that are done in the end, as a run before anything was done. */
function recipeRun(steps: number, last: number): RunState {
  const ids = Array.from({ length: steps + last }, (_, i) => `db.replace-${i}@-` as InstanceId);
  const nodes = ids.map((id, i) =>
    node(id, {
      after: i < steps ? ids.slice(Math.max(0, i - 1), i) : ids.slice(0, i),
      locks: [{ of: 'cluster', cluster: 'db' as never, lock: 'topology' }],
      job: {
        ...{ name: `replace-${i}` as never, use: 'db' as never, form: 'step', hosts: ['a'] as never },
        ...{ key: 'a-ticket', asks: i % 2 === 0, gives: false, source },
      },
      step: {
        ...{ does: 'run', number: i + 1, title: 'it', noReturn: null, always: i >= steps, holder: HOLDER },
        ...{ limitMs: 1_000, keeps: null },
      },
    }),
  );
  const created = { event: 'created', run: 'r-1', site: 's', mode: 'apply', term: 1, limit: null };
  return fold([created as unknown as RunEvent, graph(...nodes)]);
}

const begun = ({ attempts }: InstanceState): boolean => attempts > 0;
const chance = fc.record({
  drawn: numbers,
  done: fc.constantFrom(0, 0.3),
  fails: fc.constantFrom(0, 0.2, 0.5),
  cut: fc.constantFrom(0, 0.2),
});

test('each step waits for the one before it, what is last is done whatever became of them, and the lock is held throughout', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 2 }),
      chance,
      (steps, last, { drawn, ...how }) => {
        const draw = () => drawn.next().value;
        const [ended] = playTogether([recipeRun(steps, last)], { ...how, draw }, ([run]) => {
          if (run === undefined) return;
          const all = run.instances.values();
          for (const [i, one] of all.slice(1, steps).entries()) {
            if (one.phase !== 'waiting' && one.outcome !== 'skipped')
              expect(['ok', 'changed']).toContain(all[i]?.outcome);
          }
          const underWay = all.some(({ phase }) => phase !== 'waiting') && all.some(({ phase }) => phase !== 'ended');
          if (underWay) expect([...holdersIn(run)]).toEqual([HOLDER]);
        });
        const all = ended?.instances.values() ?? [];
        const touched = all.slice(0, steps).some(begun);
        for (const one of all.slice(steps)) expect(one.outcome === 'skipped').toBe(!touched);
      },
    ),
    { numRuns: 200 },
  );
});
