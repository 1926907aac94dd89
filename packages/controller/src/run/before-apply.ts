import type { Input } from '@rolecall/protocol';
import type { ControllerError } from '../error.ts';
import type { PlanDeps } from '../plan/index.ts';
import { refusalOf, runPreflight } from '../preflight/index.ts';
import type { RunLog } from './run-log.ts';

/** A host that is not there is in the plan with its word; it is not said twice. */
const IN_THE_PLAN = ['not_enrolled', 'away'];

/** The first stage of a plan: what is stored must fit. No host is asked. @throws ControllerError with what does not */
export async function refuseUnfit(
  planning: PlanDeps,
  { intent, bundle, skips = [] }: Pick<Input<'runs.start'>, 'intent' | 'bundle' | 'skips'>,
): Promise<void> {
  if (intent.is !== 'converge') return;
  const { findings } = await runPreflight(planning, planning.evaluatorOf(bundle), 'stored');
  const refusal = refusalOf(findings, skips);
  if (refusal !== undefined) throw refusal;
}

/** The first stage of an apply: hosts are asked as well, and what they answer stands in the run. What is wrong stops it before anything is touched. */
export async function lookFirst(planning: PlanDeps, log: RunLog): Promise<ControllerError | undefined> {
  const { created } = log.state;
  if (created === null || created.intent.is !== 'converge') return undefined;
  const found = await runPreflight(planning, planning.evaluatorOf(created.bundle), 'live');
  const findings = found.findings.filter(({ code }) => !IN_THE_PLAN.includes(code));
  if (findings.length > 0) log.append({ event: 'preflight', findings });
  return refusalOf(findings, created.skips ?? []);
}
