import type { HostName, RunEvent } from '@rolecall/protocol';
import type { Around } from './around.ts';
import type { InstanceState } from './instance-state.ts';
import { type Move, nextMoves } from './next.ts';
import { givenUp, outOfReach, patienceIn } from './reach.ts';
import { eventsOf, finished, proved, type World } from './simulation.ts';
import { type RunState, reduce } from './state.ts';

/** A world whose hosts leave and come back; time is counted in steps. */
export interface AwayWorld extends World {
  /** Chance that a host leaves before the next thing happens, and that one comes back. */
  readonly leaves: number;
  readonly returns: number;
}

const PATIENCE = { othersMs: 40, lastMs: 10 };

/** Plays a run to its end, looking at the state and at who is away before each move. One that does not end is an error. */
export function playAway(
  start: RunState,
  world: AwayWorld,
  look: (state: RunState, away: ReadonlySet<HostName>, move: Move) => void,
): RunState {
  let state = start;
  const since = new Map<HostName, number>();
  const apply = (...events: readonly RunEvent[]): void => {
    state = events.reduce((before, body) => reduce(before, { body }), state);
  };
  for (let now = 0; now < 20_000; now++) {
    if (state.instances.values().every(({ phase }) => phase === 'ended')) return state;
    comeAndGo(state, world, since, now);
    const awaySince = (host: HostName) => since.get(host);
    const most = patienceIn(state, awaySince, PATIENCE);
    const around: Around = {
      held: [],
      isAway: (host) => since.has(host),
      isGivenUp: (host) => now - (since.get(host) ?? now) > most,
    };
    const moves = nextMoves(state, around);
    for (const move of moves) {
      look(state, new Set(since.keys()), move);
      apply(...eventsOf(state, move));
    }
    for (const id of outOfReach(state, awaySince, now, PATIENCE))
      apply(givenUp(state.instances.get(id) as InstanceState));
    if (world.draw() < world.cancels) apply({ event: 'cancelling', operator: 'ann' });
    apply(...happens(state, moves, world, since));
  }
  throw new Error('the run does not end');
}

function comeAndGo(state: RunState, world: AwayWorld, since: Map<HostName, number>, now: number): void {
  for (const host of new Set(state.instances.values().map((one) => one.host))) {
    if (since.has(host) && world.draw() < world.returns) since.delete(host);
    else if (!since.has(host) && world.draw() < world.leaves) since.set(host, now);
  }
}

/** One that is there ends its work, or proves that it is up. */
function happens(
  state: RunState,
  moves: readonly Move[],
  world: World,
  since: ReadonlyMap<HostName, number>,
): readonly RunEvent[] {
  const open = state.instances.values().flatMap((one): readonly (() => RunEvent)[] => {
    if (since.has(one.host)) return [];
    if (one.assignment !== null) return [() => finished(one, world.draw() < world.failures)];
    const proof = moves.find((move) => move.do === 'prove' && move.instance === one.instance);
    return one.phase === 'proving' && proof?.do === 'prove' ? [() => proved(proof)] : [];
  });
  const one = open[Math.floor(world.draw() * open.length)];
  return one === undefined ? [] : [one()];
}
