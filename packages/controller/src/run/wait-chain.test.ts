import type { InstanceId, LockName, RunEvent, RunId } from '@rolecall/protocol';
import type { HeldLock } from '../store/locks.ts';
import { ALONE } from './around.ts';
import { type Cluster, jobRun } from './job-simulation.ts';
import { nextMoves } from './next.ts';
import { fold } from './simulation.ts';
import type { RunState } from './state.ts';

/** Kept for a try of which nobody knows how it ended, in a run of the same site that is over. */
const kept = (holder: string, name: string): HeldLock => ({
  ...{ site: 'x', run: 'x-1' as RunId, term: 1, since: 0, kept: true, open: false },
  ...{ holder: holder as InstanceId, name: name as LockName },
});
const schema: Cluster['jobs'][number] = [[0, 'schema']];
const ended = (instance: string): RunEvent =>
  ({ event: 'ended', instance, outcome: 'ok', fault: null }) as unknown as RunEvent;
const moves = (run: RunState, held: HeldLock) =>
  nextMoves(run, { ...ALONE, held: [held] }).map((move) =>
    move.do === 'end' ? `${move.instance} ${move.outcome} ${move.fault?.code}` : `${move.instance} ${move.do}`,
  );

describe('a lock that is kept for a former try of a job', () => {
  const held = kept('u0.j1@-', 'cluster:u0:schema');
  const clusters = [
    { members: 1, disturbed: false, jobs: [schema, schema] },
    { members: 1, disturbed: false, jobs: [schema] },
  ];
  const up = fold([ended('u0@x-0-0'), ended('u1@x-1-0')], jobRun('x-2', 'x', clusters));
  const asked = (done: boolean): RunState =>
    fold(
      [
        { event: 'begun', instance: 'u0.j0@-', host: 'x-0-0', locks: [] },
        { event: 'asked', instance: 'u0.j0@-', done, why: '' },
      ] as unknown as RunEvent[],
      up,
    );

  test('lets the job before that one be asked whether it is done, while others wait for it to be settled', () => {
    expect(nextMoves(up, { ...ALONE, held: [held] })).toEqual([
      { do: 'begin', instance: 'u0.j0@-', host: 'x-0-0', unlocked: true },
    ]);
  });

  test('is no obstacle to one that is done: then it is settled', () => {
    expect(nextMoves(asked(true), { ...ALONE, held: [held] })).toMatchObject([
      { do: 'end', instance: 'u0.j0@-', outcome: 'ok' },
      { do: 'begin', instance: 'u0.j1@-', unlocked: false },
    ]);
  });

  test('keeps one that would have to be run from it', () => {
    expect(moves(asked(false), held)[0]).toBe('u0.j0@- skipped locked');
  });

  test('keeps members from a restart that the settling would wait for', () => {
    const run = jobRun('x-2', 'x', [{ members: 2, disturbed: true, jobs: [[[0, 'maintenance']]] }]);
    expect(moves(run, kept('u0.j0@-', 'cluster:u0:maintenance'))).toEqual([
      'u0@x-0-0 skipped locked',
      'u0@x-0-1 skipped locked',
      'u0.j0@- skipped upstream',
    ]);
  });
});
