import type { InstanceId, Outcome, RunEvent, RunEventOf } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import fc from 'fast-check';
import { whyNot } from './gates/gates.ts';
import type { InstanceState } from './instance-state.ts';
import { outcomeOf } from './next.ts';
import { drawing, SHARED, site, world } from './random-site.ts';
import { reasonsForAll } from './restarts.ts';
import { fold, graph, node, planned, play } from './simulation.ts';
import { isUnstaged, isWorking } from './standing.ts';
import { type RunState, stageOf } from './state.ts';
import { Survey } from './survey.ts';
import { restartedTogether } from './together.ts';
import { upstreamOf } from './upstream.ts';

const states = (run: RunState) => Object.fromEntries(run.instances.values().map((one) => [one.instance, one.outcome]));

const isForAll = (one: InstanceState): boolean => reasonsForAll(one).length > 0;

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
          for (const one of state.instances.values()) {
            const members = state.instances.ofUse(partsOfInstance(one.instance).use);
            if (members.some((other) => other.togetherOn !== undefined && (!other.formed || isForAll(other)))) continue;
            const down = members.filter(
              ({ disturbs, phase }) => disturbs && !['waiting', 'staging', 'ended'].includes(phase),
            );
            expect(down.length).toBeLessThanOrEqual(one.maxUnavailable);
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

const away = (instance: string): RunEvent =>
  ({ event: 'ended', instance, outcome: 'unreachable', fault: null }) as unknown as RunEvent;

/** Its service does not run, and is to. */
const started = (instance: string): RunEvent => {
  const event = planned(instance) as RunEventOf<'planned'>;
  const running = { how: 'value', property: 'running', from: false, to: true } as const;
  return { ...event, changes: event.changes.map((change) => ({ ...change, differences: [running] })) };
};

describe('members that are changed together for some restarts', () => {
  const members = (formed: boolean, because: readonly (string | undefined)[]) =>
    fold([
      graph(...because.map((_, n) => node(`m@h${n}`, { position: n, togetherOn: [SHARED], formed, parts: ['drain'] }))),
      ...because.map((one, n) => planned(`m@h${n}`, 'changed', true, one)),
    ]);
  const phases = (start: RunState) => {
    const seen = new Set<string>();
    play(start, { failures: 0, cancels: 0, draw: () => 0 }, (state) => {
      seen.add(
        state.instances
          .values()
          .map(({ phase }) => phase)
          .join(' '),
      );
    });
    return [...seen];
  };

  test('go one after another, drained, where nothing is changed that all must share', () => {
    const seen = phases(members(true, [undefined, 'file:/etc/own']));
    expect(seen).toEqual(expect.arrayContaining(['draining waiting', 'working waiting', 'ended draining']));
    expect(seen.filter((now) => /^(draining|working) (draining|working)$/.test(now))).toEqual([]);
  });

  test.each<[string, boolean, readonly (string | undefined)[]]>([
    ['one of them is restarted for what all must share', true, [undefined, SHARED]],
    ['their cluster is founded', false, [undefined, undefined]],
  ])('begin at once, and none is drained, where %s', (_, formed, because) => {
    const seen = phases(members(formed, because));
    expect(seen).toContain('working working');
    expect(seen.join()).not.toContain('draining');
  });

  test('begin at once where nothing runs that could be stopped, and one that is away keeps none of them down', () => {
    const start = fold([
      graph(...[0, 1, 2].map((n) => node(`m@h${n}`, { position: n, togetherOn: [SHARED] }))),
      ...[0, 1].map((n) => started(`m@h${n}`)),
      planned('m@h2', 'unreachable'),
      away('m@h2'),
    ]);
    const end = play(start, { failures: 0, cancels: 0, draw: () => 0 }, () => {});
    expect(states(end)).toEqual({ 'm@h0': 'changed', 'm@h1': 'changed', 'm@h2': 'unreachable' });
  });

  test('are left as they are where one of them is away, and a plan says that all go at once', () => {
    const start = fold([
      graph(...[0, 1].map((n) => node(`m@h${n}`, { position: n, togetherOn: [SHARED] }))),
      planned('m@h0', 'changed', false, SHARED),
      planned('m@h1', 'unreachable'),
      away('m@h1'),
    ]);
    const end = play(start, { failures: 0, cancels: 0, draw: () => 0 }, () => {});
    expect(end.instances.get('m@h0' as InstanceId)).toMatchObject({
      outcome: 'skipped',
      fault: { code: 'not_together' },
    });
    expect(restartedTogether(start)).toMatchObject([{ about: 'm', note: expect.stringContaining(SHARED) }]);
    expect(restartedTogether(members(true, [undefined]))).toEqual([]);
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
