import {
  type HostName,
  type Input,
  type RecipeWish,
  type RunId,
  type RunIntent,
  recipeHolder,
  type Stage,
} from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { leavingOf } from '../plan/recipe/concerned.ts';
import { titleOfWish } from '../plan/recipe/words.ts';
import type { Services } from '../serve/services.ts';
import type { Database } from '../store/database.ts';
import { forgetLeft, noteLeft } from '../store/left-members.ts';
import { dropLocks, heldLocks } from '../store/locks.ts';
import { endDrill } from './end-drill.ts';
import type { InstanceState } from './instance-state.ts';
import { outcomeOf } from './next.ts';
import { stateOf } from './plan-run.ts';
import { resumedRuns } from './resume.ts';
import { newRunId } from './run-id.ts';
import type { RunLog } from './run-log.ts';
import type { RunState } from './state.ts';

type RecipeIntent = Extract<RunIntent, { readonly is: 'recipe' }>;

export const wishOf = ({ is: _, ...wish }: RecipeIntent): RecipeWish => wish;

const recipeIn = (run: Pick<RunState, 'created'>): RecipeIntent | undefined =>
  run.created?.intent.is === 'recipe' ? run.created.intent : undefined;

/**
 * A recipe that was begun and has failed keeps its locks: the same one, asked for again, goes on with it. It gets the ticket of the first, so that
 * what was done once is not done again.
 * @throws ControllerError `recipe_unfinished` where the former one was to bring another host in
 */
export function goingOn(database: Database, request: Input<'runs.start'>, site: string): Input<'runs.start'> {
  const { intent } = request;
  if (intent.is !== 'recipe') return request;
  const holder = recipeHolder(intent);
  const kept = heldLocks(database).find((lock) => lock.holder === holder && lock.site === site && !lock.open);
  if (kept === undefined) return { ...request, intent: { ...intent, ticket: newRunId(), former: 'none' } };
  const before = recipeIn(stateOf(database, kept.run));
  if (before !== undefined && (before.to !== intent.to || !areSame(before.on, intent.on))) {
    const same = before.on === undefined ? 'host' : 'hosts';
    throw new ControllerError(
      'recipe_unfinished',
      `${titleOfWish(before)} was begun in run ${kept.run} and is not finished: it goes on with the same ${same}, or not at all`,
      { hint: `let go of it, if what it is about is lost too: controller locks release ${kept.name}` },
    );
  }
  const former = resumedRuns(database, kept.run).some(wentBeyond) ? 'passed' : 'begun';
  const ticket = before?.ticket ?? newRunId();
  return { ...request, resumes: kept.run, intent: { ...intent, ticket, former } };
}

/** Whether drills are on the same hosts, in whatever order. */
const areSame = (one: readonly HostName[] = [], other: readonly HostName[] = []): boolean =>
  one.toSorted().join() === other.toSorted().join();

/** Whether a run began a step behind which there is no way back, or went on with one that had. */
const wentBeyond = (run: RunState): boolean =>
  recipeIn(run)?.former === 'passed' || run.instances.values().some(({ passed }) => passed);

/**
 * What is written down as a step is handed out behind which there is no way back. What is staged can still be left at that. Call it in the transaction
 * that says so.
 */
export function passes(database: Database, log: RunLog, one: InstanceState, stage: Stage): void {
  const { step, passed, instance } = one;
  if (step === undefined || step.noReturn === null || passed || stage === 'stage') return;
  log.append({ event: 'passed', instance, what: step.noReturn });
  noteLeaving(database, log.state);
}

function noteLeaving(database: Database, run: RunState): void {
  const wish = recipeIn(run);
  const host = wish === undefined ? null : leavingOf(wish);
  if (run.created === null || wish === undefined || host === null) return;
  const { site, run: id } = run.created;
  noteLeft(database, { site, use: wish.use, host, successor: wish.to, run: id });
}

/** A run ends: a recipe that was carried out lets go of its locks, and one that was not keeps them for whoever goes on with it. */
export function finishRun({ database, audit }: Pick<Services, 'database' | 'audit'>, log: RunLog): void {
  const { state } = log;
  const outcome = outcomeOf(state);
  const wish = recipeIn(state);
  database.transaction(() => {
    if (wish?.recipe === 'drill') endDrill({ database, audit }, log, wish);
    else if (wish !== undefined && (outcome === 'ok' || outcome === 'changed')) {
      noteLeaving(database, state);
      if (wish.to !== null) forgetLeft(database, state.created?.site ?? '', wish.use, wish.to);
      dropLocks(database, log.run, recipeHolder(wish));
    }
    log.append({ event: 'finished', outcome, fault: null });
  });
  log.catchUp();
}

/** The ticket of a run in which a host works on a step that gives something to be kept under a name. */
export function keptBy(run: RunState, host: HostName, name: string): RunId | undefined {
  const isGiven = run.instances
    .values()
    .some((one) => one.step?.keeps === name && one.host === host && one.phase === 'working');
  return isGiven ? (recipeIn(run)?.ticket ?? undefined) : undefined;
}
