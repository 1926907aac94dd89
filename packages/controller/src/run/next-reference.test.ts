import { ALL_AT_ONCE, type Fault, type InstanceId, type Outcome } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import fc from 'fast-check';
import { isBarrier, useOfBarrier } from '../graph/graph.ts';
import { whyNot } from './gates/gates.ts';
import type { InstanceState } from './instance-state.ts';
import { type Move, nextMoves } from './next.ts';
import { drawing, site, world } from './random-site.ts';
import { isStopped, reasonsForAll } from './restarts.ts';
import { play } from './simulation.ts';
import { holdsHost, isDown, isLost, isMissing, isUnstaged, isUp } from './standing.ts';
import type { RunState } from './state.ts';
import { Survey } from './survey.ts';

// The rules of a round said once more, slowly: each instance looks at all the others.

type All = readonly InstanceState[];

const useOf = ({ instance }: InstanceState) => partsOfInstance(instance).use;
const hostOf = ({ instance }: InstanceState) => partsOfInstance(instance).host;
const members = (all: All, use: string): All =>
  all.filter((one) => useOf(one) === use).toSorted((a, b) => a.position - b.position);
const others = (all: All, one: InstanceState): All => members(all, useOf(one)).filter((other) => other !== one);
const upstream = (all: All, { after }: InstanceState): All =>
  after.flatMap((id) =>
    isBarrier(id)
      ? members(all, useOfBarrier(id)).filter(({ gone }) => !gone)
      : all.filter(({ instance }) => instance === id),
  );

function slowHolds(one: InstanceState, all: All): readonly string[] {
  const missing = upstream(all, one).filter(isMissing);
  const down = others(all, one).filter(isDown);
  const before = others(all, one).find(
    (other) =>
      other.position < one.position && (other.phase === 'waiting' || other.phase === 'staging') && other.disturbs,
  );
  const holder = all.find((other) => other !== one && hostOf(other) === hostOf(one) && holdsHost(other));
  const more = missing.length > 1 ? `and ${missing.length - 1} more are` : 'is';
  return [
    ...(missing[0] === undefined ? [] : [`${missing[0].instance} ${more} not up yet`]),
    ...stagedHolds(one, all),
    ...(!one.disturbs || isUnstaged(one) ? [] : orderHolds(slowMost(one, all), down, before)),
    ...(holder === undefined ? [] : [`${holder.instance} is being changed on the same host`]),
  ];
}

function stagedHolds(one: InstanceState, all: All): readonly string[] {
  if (!one.parts.includes('stage') || isUnstaged(one)) return [];
  const other = members(all, useOf(one)).find((member) => member.phase !== 'ended' && isUnstaged(member));
  return other === undefined ? [] : [`${other.instance} is not staged yet`];
}

const slowForAll = (one: InstanceState, all: All): boolean =>
  one.together === true ||
  (one.togetherOn !== undefined &&
    members(all, useOf(one)).some((m) => m.togetherOn !== undefined && (!m.formed || reasonsForAll(m).length > 0)));
const slowTogether = (one: InstanceState, all: All): boolean =>
  slowForAll(one, all) || (one.togetherOn !== undefined && !members(all, useOf(one)).some(isStopped));
const slowMost = (one: InstanceState, all: All): number => (slowTogether(one, all) ? ALL_AT_ONCE : one.maxUnavailable);

function orderHolds(most: number, down: All, before: InstanceState | undefined): readonly string[] {
  if (down.length >= most) return [`${down[0]?.instance} is down or being changed, and only ${most} may be at once`];
  return before === undefined ? [] : [`${before.instance} goes first`];
}

function slowMoves(run: RunState): readonly Move[] {
  const moves: Move[] = [];
  const all = [...run.instances.values()];
  for (const [index, one] of all.entries()) {
    const move = slowMove(run, one, all);
    if (move === undefined) continue;
    moves.push(move);
    if (move.do === 'end') all[index] = { ...one, phase: 'ended', outcome: move.outcome };
    if (move.do === 'assign') all[index] = { ...one, phase: move.stage === 'stage' ? 'staging' : 'working' };
  }
  return moves;
}

function slowMove(run: RunState, one: InstanceState, all: All): Move | undefined {
  if (one.phase === 'waiting') return slowStart(run, one, all);
  if (one.phase === 'drained') return { do: 'assign', instance: one.instance, stage: 'converge' };
  if (one.phase === 'proving') return slowProve(run, one, all);
  return one.phase === 'settled' ? slowLeave(run, one, all) : undefined;
}

function slowStart(run: RunState, one: InstanceState, all: All): Move | undefined {
  if (run.cancelling > 0) return end(one, 'cancelled');
  const broken = upstream(all, one).find((other) => other.phase === 'ended' && isMissing(other));
  if (broken !== undefined) {
    const message = `${broken.instance}, which ${one.gone ? 'used it' : 'it uses'}, is ${broken.outcome}`;
    return end(one, 'skipped', { code: 'upstream', message });
  }
  if (one.catalog === null)
    return end(one, one.planned?.outcome === 'unreachable' ? 'unreachable' : 'skipped', one.planned?.fault ?? null);
  const lost = members(all, useOf(one)).filter(isLost);
  const most = slowMost(one, all);
  if (one.disturbs && lost.length >= most) {
    const named = lost.slice(0, 3).map(({ instance, outcome }) => `${instance} is ${outcome}`);
    const more = lost.length > 3 ? ` and ${lost.length - 3} more` : '';
    const why = `taking this one down too would be more than ${most} at once`;
    return end(one, 'skipped', { code: 'too_many_down', message: `${named.join(', ')}${more}: ${why}` });
  }
  const leftOut = members(all, useOf(one)).find(
    (other) => other.phase === 'ended' && isMissing(other) && other.planned?.outcome !== 'ok',
  );
  if (slowForAll(one, all) && one.disturbs && leftOut !== undefined) {
    const message = `${leftOut.instance} is ${leftOut.outcome}, and members of ${useOf(one)} are changed together or not at all`;
    return end(one, 'skipped', { code: 'not_together', message });
  }
  if (slowHolds(one, all).length > 0) return undefined;
  if (isUnstaged(one)) return { do: 'assign', instance: one.instance, stage: 'stage' };
  const drains = one.planned?.drains === true && one.parts.includes('drain') && !slowTogether(one, all);
  return { do: 'assign', instance: one.instance, stage: drains ? 'drain' : 'converge' };
}

function slowProve(run: RunState, one: InstanceState, all: All): Move {
  const proof = slowProof(one, all);
  return proof === undefined || run.cancelling > 1
    ? slowLeave(run, one, all)
    : { do: 'prove', instance: one.instance, ...proof };
}

function slowProof(one: InstanceState, all: All): { own: boolean; clusterOf: readonly InstanceId[] } | undefined {
  const own = one.disturbed && one.parts.includes('probe') && !one.proven;
  const ofCluster = (): readonly InstanceId[] => {
    if (one.clustered || !one.parts.includes('clusterProbe')) return [];
    if (one.formed) return one.disturbed ? [one.instance] : [];
    const whole = members(all, useOf(one)).flatMap(({ instance, gone }) => (gone ? [] : [instance]));
    return others(all, one).every(isUp) ? whole : [];
  };
  const clusterOf = ofCluster();
  return own || clusterOf.length > 0 ? { own, clusterOf } : undefined;
}

function slowLeave(run: RunState, one: InstanceState, all: All): Move {
  if (one.drained && one.parts.includes('undrain')) return { do: 'assign', instance: one.instance, stage: 'undrain' };
  const { result, gone } = one;
  if (result === 'failed' || result === 'cancelled') return end(one, result, one.fault);
  if (run.cancelling > 1 && slowProof(one, all) !== undefined) return end(one, 'cancelled', one.fault);
  return end(one, gone ? 'removed' : (result ?? 'ok'), one.fault);
}

const end = ({ instance }: InstanceState, outcome: Outcome, fault: Fault | null = null): Move => ({
  do: 'end',
  instance,
  outcome,
  fault,
});

describe('a round that counts once', () => {
  test('releases the same moves as one in which every instance looks at all others, in every state of a run', () => {
    fc.assert(
      fc.property(site, world, (start, w) => {
        play(start, drawing(w), (state) => {
          expect(nextMoves(state)).toEqual(slowMoves(state));
        });
      }),
      { numRuns: 300 },
    );
  });

  test('gives the same reasons for every wait', () => {
    fc.assert(
      fc.property(site, world, (start, w) => {
        play(start, drawing(w), (state) => {
          const survey = new Survey(state);
          const all = state.instances.values();
          for (const one of all.filter(({ phase }) => phase === 'waiting'))
            expect(whyNot(one, survey).map(({ reason }) => reason)).toEqual(slowHolds(one, all));
        });
      }),
      { numRuns: 300 },
    );
  });
});
