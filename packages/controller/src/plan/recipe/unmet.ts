import type { HostName } from '@rolecall/protocol';
import { titleOf } from '@rolecall/protocol/id-parts';
import { ControllerError } from '../../error.ts';
import { askDone } from '../ask-job.ts';
import type { PlanDeps } from '../deps.ts';
import { workOn } from '../done-question.ts';
import type { Prepared, PreparedInstance } from '../prepared.ts';
import { titleOfWish } from './words.ts';

/** What a recipe needs is asked before there is a plan. @throws ControllerError `not_met`, `away` for the first that does not hold */
export async function refuseUnmet(deps: PlanDeps, prepared: Prepared): Promise<void> {
  for (const one of prepared.instances) refuseAway(deps, one);
  const required = prepared.instances.filter(({ step }) => step?.document.does === 'require');
  const unmet = await Promise.all(required.map((one) => whyUnmet(deps, prepared, one)));
  const first = unmet.findIndex((why) => why !== undefined);
  const step = required[first]?.step;
  if (step !== undefined) throw notMet(step, unmet[first] ?? '');
}

/** Why a recipe is not begun: in the words of the step that does not hold. */
export const notMet = ({ wish, node }: NonNullable<PreparedInstance['step']>, why: string): ControllerError =>
  new ControllerError('not_met', `${titleOfWish(wish)} is refused, since it does not hold that ${node.title}: ${why}`);

const whoOf = ({ job, host }: PreparedInstance): readonly HostName[] => job?.hosts ?? [host];

function refuseAway({ services }: PlanDeps, one: PreparedInstance): void {
  const who = whoOf(one);
  if (one.step === undefined || who.some((host) => services.hub.isLinked(host))) return;
  throw new ControllerError(
    'away',
    `${titleOfWish(one.step.wish)} is refused: ${who.join(', ')} ${who.length === 1 ? 'is' : 'are'} away, and needed for ${titleOf(one.instance)}`,
    { hint: 'look at it: controller hosts' },
  );
}

async function whyUnmet(deps: PlanDeps, prepared: Prepared, one: PreparedInstance): Promise<string | undefined> {
  const host = whoOf(one).find((name) => deps.services.hub.isLinked(name)) as HostName;
  const { is, why } = await askDone(deps, prepared, one, await workOn(prepared.evaluator, one, host), host);
  return is === 'done' ? undefined : why;
}
