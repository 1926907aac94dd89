import type { Sha256 } from '@rolecall/protocol';
import { emptyGraph } from '../graph/graph.ts';
import type { PlanDeps } from './deps.ts';
import { formerInstances } from './gone.ts';
import type { Prepared } from './prepared.ts';

/** A site of which nothing is declared any longer: all that was applied of it is gone. */
export async function prepareDestroy(deps: PlanDeps, bundle: Sha256, limit: string | null): Promise<Prepared> {
  const evaluator = deps.evaluatorOf(bundle);
  const site = { ...(await evaluator.ask({ call: 'site' })), hosts: {}, uses: [] };
  const { gone, notes } = formerInstances(deps.services, site, () => false);
  const limited = limit === null ? undefined : new Set(deps.services.selectHosts(limit));
  const instances = gone.filter(({ host }) => limited?.has(host) ?? true);
  return { site, graph: emptyGraph, evaluator, decisions: [], notes, instances };
}
