import type { Input, PreflightFinding, RecipeWish, RunId } from '@rolecall/protocol';
import type { Audit } from '../audit/audit.ts';
import type { ControllerError } from '../error.ts';
import { type PlanDeps, type Prepared, titleOfWish } from '../plan/index.ts';
import { lookAtComing, oneByOne, refusalOf, runPreflight, sentenceOf } from '../preflight/index.ts';
import { wishOf } from './recipe-run.ts';
import type { RunLog } from './run-log.ts';
import type { RunState } from './state.ts';

/** A host that is not there is in the plan with its word; it is not said twice. */
const IN_THE_PLAN = ['not_enrolled', 'away'];

/** A run over some hosts is not stopped by what is wrong with others. */
function concerns({ services }: PlanDeps, limit: string | null): (finding: PreflightFinding) => boolean {
  const limited = limit === null ? undefined : new Set(services.selectHosts(limit));
  return ({ host }) => host === null || limited === undefined || limited.has(host);
}

/** The first stage of a plan: what is stored must fit. No host is asked. @throws ControllerError with what does not */
export async function refuseUnfit(
  planning: PlanDeps,
  { intent, bundle, limit, skips = [] }: Pick<Input<'runs.start'>, 'intent' | 'bundle' | 'limit' | 'skips'>,
): Promise<void> {
  if (intent.is !== 'converge') return;
  const { findings } = await runPreflight(planning, planning.evaluatorOf(bundle), 'stored');
  const refusal = refusalOf(findings.filter(concerns(planning, limit)), skips);
  if (refusal !== undefined) throw refusal;
}

/** What was refused before a recipe began is not refused in its middle: one that goes on does so with the host that it began with. */
const findingsFor = async (planning: PlanDeps, prepared: Prepared, wish: RecipeWish) =>
  wish.former === 'none' ? lookAtComing(planning, prepared, wish) : [];

/**
 * The preview of a recipe: the hosts that it brings in must fit, as hosts of a site must. They and those that stay are asked. Answers what is only to be
 * said, as notes of the plan.
 * @throws ControllerError with what does not fit
 */
export async function refuseUnfitComing(
  planning: PlanDeps,
  prepared: Prepared,
  { intent, skips = [] }: Pick<Input<'runs.start'>, 'intent' | 'skips'>,
): Promise<Prepared['notes']> {
  if (intent.is !== 'recipe') return [];
  const wish = wishOf(intent);
  const findings = await findingsFor(planning, prepared, wish);
  const refusal = refusalOf(findings, skips, oneByOne);
  if (refusal !== undefined) throw refusal;
  return findings.map((one) => ({ event: 'noted', about: one.host ?? wish.use, note: sentenceOf(one) }));
}

/** The first stage of an apply: hosts are asked as well, and what they answer stands in the run. What is wrong stops it before anything is touched. */
export async function lookFirst(
  planning: PlanDeps,
  log: RunLog,
  prepared: Prepared,
): Promise<ControllerError | undefined> {
  const { created } = log.state;
  if (created?.intent.is === 'recipe') return lookAtRecipe(planning, log, prepared, wishOf(created.intent));
  if (created === null || created.intent.is !== 'converge') return undefined;
  const found = await runPreflight(planning, planning.evaluatorOf(created.bundle), 'live');
  const concerned = concerns(planning, created.limit);
  const findings = found.findings.filter((one) => !IN_THE_PLAN.includes(one.code) && concerned(one));
  if (findings.length > 0) log.append({ event: 'preflight', findings });
  return refusalOf(findings, created.skips ?? []);
}

async function lookAtRecipe(
  planning: PlanDeps,
  log: RunLog,
  prepared: Prepared,
  wish: RecipeWish,
): Promise<ControllerError | undefined> {
  const findings = await findingsFor(planning, prepared, wish);
  if (findings.length > 0) log.append({ event: 'preflight', findings: [...findings] });
  return refusalOf(findings, log.state.created?.skips ?? [], oneByOne);
}

/** Who began an apply, and in spite of which checks. */
export function auditApply(audit: Pick<Audit, 'record'>, { created }: RunState, run: RunId, operator: string): void {
  const { verb, what } =
    created?.intent.is === 'recipe'
      ? { verb: created.intent.recipe, what: `${created.site}: ${titleOfWish(created.intent)}` }
      : { verb: 'apply', what: created?.site };
  audit.record({ operator, verb, subject: `${what} (run ${run})` });
  const skips = created?.skips ?? [];
  if (skips.length > 0) audit.record({ operator, verb: 'preflight.skip', subject: `${skips.join(', ')} (run ${run})` });
}
