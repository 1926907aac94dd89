import type { InstanceId, Outcome } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import fc from 'fast-check';
import { whyNot } from './gates/gates.ts';
import { outcomeOf } from './next.ts';
import { drawing, site, world } from './random-site.ts';
import { fold, graph, node, planned, play } from './simulation.ts';
import { isUnstaged, isWorking } from './standing.ts';
import { type RunState, stageOf } from './state.ts';
import { Survey } from './survey.ts';
import { upstreamOf } from './upstream.ts';

const states = (run: RunState) => Object.fromEntries(run.instances.values().map((one) => [one.instance, one.outcome]));

const UP: ReadonlySet<Outcome> = new Set<Outcome>(['ok', 'changed', 'removed', 'unreachable']);

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
          const busy = state.instances
            .values()
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
            const down = state.instances
              .ofUse(partsOfInstance(instance).use)
              .filter((one) => one.disturbs && !['waiting', 'staging', 'ended'].includes(one.phase));
            expect(down.length).toBeLessThanOrEqual(maxUnavailable);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  test('changes no member before what all of them need was brought to their hosts', () => {
    fc.assert(
      fc.property(site, world, (start, w) => {
        play(start, drawing(w), (state) => {
          for (const one of state.instances.values()) {
            const { use } = partsOfInstance(one.instance);
            if (one.assignment === null || stageOf(one.assignment) === 'stage' || !one.parts.includes('stage'))
              continue;
            expect(state.instances.ofUse(use).filter((other) => other.phase !== 'ended' && isUnstaged(other))).toEqual(
              [],
            );
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
            expect(upstreamOf(state, one).every(({ outcome }) => outcome !== null && UP.has(outcome))).toBe(true);
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
    const end = play(failing, { failures: 1, cancels: 0, draw: () => 0 }, () => {});
    expect(states(end)).toEqual({ 'a@h1': 'failed', 'b@h2': 'skipped', 'c@h1': 'failed' });
    expect(outcomeOf(end)).toBe('failed');
  });

  test('of one member keeps the rest of a formed cluster from being disturbed', () => {
    const start = fold([graph(node('r@h1'), node('r@h2', { position: 1 })), planned('r@h1'), planned('r@h2')]);
    const end = play(start, { failures: 1, cancels: 0, draw: () => 0 }, () => {});
    expect(states(end)).toEqual({ 'r@h1': 'failed', 'r@h2': 'skipped' });
    expect(end.instances.get('r@h2' as InstanceId)?.fault?.message).toContain('r@h1 is failed');
  });
});

describe('members that are changed together', () => {
  const start = fold([
    graph(
      ...[1, 2, 3].map((n) =>
        node(`m@h${n}`, { position: n, maxUnavailable: 1_000_000, together: true, parts: ['stage'] }),
      ),
    ),
    ...[1, 2, 3].map((n) => planned(`m@h${n}`)),
  ]);

  test('are all staged first, and then all begin at once', () => {
    const stages: string[] = [];
    play(start, { failures: 0, cancels: 0, draw: () => 0 }, (state) => {
      const now = state.instances.values().map(({ phase, staged }) => `${phase}${staged ? '+' : ''}`);
      stages.push(now.join(' '));
    });
    const begun = stages.findIndex((now) => now.includes('working'));
    expect(stages.slice(0, begun).at(-1)).toBe('waiting+ waiting+ waiting+');
    expect(stages.slice(begun)).toContain('working+ working+ working+');
  });

  test('are left as they are where one of them could not be staged', () => {
    const end = play(start, { failures: 1, cancels: 0, draw: () => 0 }, () => {});
    expect(states(end)).toEqual({ 'm@h1': 'failed', 'm@h2': 'failed', 'm@h3': 'failed' });
    let fails = true;
    const once = play(
      start,
      {
        get failures() {
          const now = fails ? 1 : 0;
          fails = false;
          return now;
        },
        cancels: 0,
        draw: () => 0,
      },
      () => {},
    );
    expect(states(once)).toEqual({ 'm@h1': 'failed', 'm@h2': 'skipped', 'm@h3': 'skipped' });
    expect(once.instances.get('m@h2' as InstanceId)?.fault?.message).toBe(
      'm@h1 is failed, and members of m are changed together or not at all',
    );
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
  const why = (id: string) =>
    whyNot(start.instances.get(id as InstanceId) ?? raise(), new Survey(start)).map(({ gate }) => gate);

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
