import type { Measured, PreflightFinding, SiteDocument } from '@rolecall/protocol';
import type { PlanDeps } from '../plan/index.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { measureLive } from './measure.ts';
import { measureStored } from './measure-hosts.ts';
import { preflight } from './preflight.ts';
import { subjectFrom } from './subject-from.ts';

export { lookAtComing } from './coming.ts';
export { oneByOne, refusalOf, sentenceOf } from './refusal.ts';

/** What preflight found, and what it looked at. */
export interface Preflight {
  readonly site: SiteDocument;
  readonly measured: Measured;
  readonly findings: readonly PreflightFinding[];
}

/** Where its figures come from: what hosts answer now, what is stored, or a document. */
export type From = 'live' | 'stored' | Measured;

/** Looks at everything that a site needs, and touches nothing. */
export async function runPreflight({ services }: PlanDeps, evaluator: Evaluator, from: From): Promise<Preflight> {
  const site = await evaluator.ask({ call: 'site' });
  const known = typeof from === 'string' ? measureStored(services, site) : from;
  const subject = await subjectFrom(evaluator, site, known);
  const measured = from === 'live' ? await measureLive(services, subject) : known;
  return { site, measured, findings: preflight({ ...subject, measured }) };
}
