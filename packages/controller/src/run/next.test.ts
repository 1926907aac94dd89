import type { InstanceId, RunEvent } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import fc from 'fast-check';
import { disturbs } from './disturbs.ts';
import { whyNot } from './gates/gates.ts';
import { outcomeOf } from './next.ts';
import { fold, node, planned, play } from './simulation.ts';
import { isWorking, membersOf, type RunState } from './state.ts';

const graph = (...instances: readonly ReturnType<typeof node>[]): RunEvent => ({
  event: 'graph',
  instances: [...instances],
});
const states = (run: RunState) =>
  Object.fromEntries([...run.instances.values()].map((one) => [one.instance, one.outcome]));

/** A site of a few uses over a few hosts, later ones using earlier ones. */
const site = fc
  .record({
    hosts: fc.integer({ min: 1, max: 4 }),
    uses: fc.array(
      fc.record({
        after: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
        maxUnavailable: fc.integer({ min: 1, max: 3 }),
        formed: fc.boolean(),
        parts: fc.subarray(['probe', 'clusterProbe', 'drain', 'undrain'] as const),
        outcomes: fc.array(fc.constantFrom('ok' as const, 'changed' as const, 'unreachable' as const), {
          minLength: 4,
          maxLength: 4,
        }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ hosts, uses }) => {
    const events: RunEvent[] = [];
    const nodes = uses.flatMap(({ after, maxUnavailable, formed, parts, outcomes }, u) =>
      Array.from({ length: hosts }, (_, h) => {
        const id = `u${u}@h${h}`;
        const reachable = outcomes[h] !== 'unreachable';
        events.push(planned(id, outcomes[h], parts.includes('drain')));
        const barriers = after.filter((other) => other < u).map((other) => `u${other}@-` as InstanceId);
        const catalog = reachable ? {} : { catalog: null };
        return node(id, { after: barriers, position: h, maxUnavailable, formed, parts: [...parts], ...catalog });
      }),
    );
    return fold([graph(...nodes), ...events]);
  });

const world = fc.record({
  seed: fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
  failures: fc.constantFrom(0, 0.3),
});
const drawing = ({ seed, failures }: { seed: { next(): { value: number } }; failures: number }) => ({
  failures,
  draw: () => seed.next().value,
});

describe('the scheduler', () => {
  test('ends every run, each instance in exactly one word', () => {
    fc.assert(
      fc.property(site, world, (start, w) => {
        const end = play(start, drawing(w), () => {});
        expect(Object.values(states(end))).not.toContain(null);
      }),
      { numRuns: 300 },
    );
  });

  test('never works twice on one host at once', () => {
    fc.assert(
      fc.property(site, world, (start, w) => {
        play(start, drawing(w), (state) => {
          const busy = [...state.instances.values()]
            .filter(isWorking)
            .map(({ instance }) => partsOfInstance(instance).host);
          expect(new Set(busy).size).toBe(busy.length);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('never takes down more members of a use than it can bear', () => {
    fc.assert(
      fc.property(site, world, (start, w) => {
        play(start, drawing(w), (state) => {
          for (const { instance, maxUnavailable } of state.instances.values()) {
            const down = membersOf(state, partsOfInstance(instance).use).filter(
              (one) => disturbs(one) && one.phase !== 'waiting' && one.phase !== 'ended',
            );
            expect(down.length).toBeLessThanOrEqual(maxUnavailable);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  test('starts nothing before what it uses is up', () => {
    fc.assert(
      fc.property(site, world, (start, w) => {
        play(start, drawing(w), (state) => {
          for (const one of state.instances.values()) {
            if (one.phase === 'waiting' || one.phase === 'ended') continue;
            for (const barrier of one.after) {
              const members = membersOf(state, barrier.slice(0, -2) as never);
              expect(
                members.every(({ outcome }) => outcome === 'ok' || outcome === 'changed' || outcome === 'unreachable'),
              ).toBe(true);
            }
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('a failure', () => {
  const failing = fold([
    graph(node('a@h1'), node('b@h2', { after: ['a@-' as InstanceId] }), node('c@h1')),
    planned('a@h1'),
    planned('b@h2'),
    planned('c@h1'),
  ]);
  test('skips what depends on it, and nothing else', () => {
    const end = play(failing, { failures: 1, draw: () => 0 }, () => {});
    expect(states(end)).toEqual({ 'a@h1': 'failed', 'b@h2': 'skipped', 'c@h1': 'failed' });
    expect(outcomeOf(end)).toBe('failed');
  });

  test('of one member keeps the rest of a formed cluster from being disturbed', () => {
    const start = fold([graph(node('r@h1'), node('r@h2', { position: 1 })), planned('r@h1'), planned('r@h2')]);
    const end = play(start, { failures: 1, draw: () => 0 }, () => {});
    expect(states(end)).toEqual({ 'r@h1': 'failed', 'r@h2': 'skipped' });
    expect(end.instances.get('r@h2' as InstanceId)?.fault?.message).toContain('r@h1 is failed');
  });
});

describe('every wait explains itself', () => {
  const start = fold([
    graph(node('r@h1'), node('r@h2', { position: 1 }), node('s@h1'), node('t@h2', { after: ['r@-' as InstanceId] })),
    planned('r@h1'),
    planned('r@h2'),
    planned('s@h1'),
    planned('t@h2'),
    {
      event: 'assigned',
      instance: 'r@h1' as InstanceId,
      assignment: '20260101-000000-abcde/r@h1/converge/1' as never,
      catalog: 'a'.repeat(64) as never,
    },
  ]);
  const why = (id: string) => whyNot(start.instances.get(id as InstanceId) ?? raise(), start).map(({ gate }) => gate);

  test.each([
    ['r@h2', ['order']],
    ['s@h1', ['host']],
    ['t@h2', ['needs']],
  ])('%s names the gate that holds it', (id, gates) => {
    expect(why(id)).toEqual(gates);
  });
});

function raise(): never {
  throw new Error('no such instance');
}
