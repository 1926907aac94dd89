import type { InstanceId, RunId } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { PreparedInstance } from '../plan/index.ts';
import type { Database } from '../store/database.ts';
import { stateOf } from './plan-run.ts';
import { isUp } from './standing.ts';
import type { RunState } from './state.ts';

/** So many runs are gone through, each of which went on with the one before it. */
const LONGEST_CHAIN = 100;

/** The run that another one goes on with, after those that it went on with itself. @throws ControllerError `no_run`, `not_resumable` */
export function resumedRuns(database: Database, run: RunId): readonly RunState[] {
  const state = stateOf(database, run);
  const refused = (why: string, hint?: string) =>
    new ControllerError('not_resumable', `run ${run} ${why}`, hint === undefined ? {} : { hint });
  if (state.created === null) {
    throw new ControllerError('no_run', `there is no run ${run}`, { hint: 'controller runs lists them' });
  }
  if (state.created.mode === 'plan') throw refused('is a plan: it began nothing that could be gone on with');
  if (state.finished === null) {
    throw refused('has not finished yet', `look at it with: controller runs show ${run} --follow`);
  }
  const chain = [state];
  for (let before = state.created.resumes; before !== null && chain.length < LONGEST_CHAIN; ) {
    const earlier = stateOf(database, before);
    chain.unshift(earlier);
    before = earlier.created?.resumes ?? null;
  }
  return chain;
}

/**
 * What runs left to do: instances that they did not bring up, or that want something else now.
 * @throws ControllerError `not_resumable` where they were runs of another site, or nothing is left
 */
export function leftBy(
  resumed: readonly RunState[],
  site: string,
  instances: readonly PreparedInstance[],
): readonly PreparedInstance[] {
  const last = resumed.at(-1)?.created;
  if (last === undefined || last === null) return instances;
  if (last.site !== site) {
    throw new ControllerError('not_resumable', `run ${last.run} is one of the site ${last.site}, not of ${site}`);
  }
  const done = doneBy(resumed);
  const left = instances.filter(({ instance, catalog }) => done.get(instance) !== catalog || catalog === null);
  if (left.length > 0) return left;
  throw new ControllerError('not_resumable', `run ${last.run} left nothing to do: everything is done`);
}

function doneBy(resumed: readonly RunState[]): ReadonlyMap<InstanceId, string | null> {
  const done = new Map<InstanceId, string | null>();
  for (const one of resumed.flatMap(({ instances }) => instances.values())) {
    if (isUp(one)) done.set(one.instance, one.catalog);
    else done.delete(one.instance);
  }
  return done;
}
