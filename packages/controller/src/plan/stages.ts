import type { Stage } from '@rolecall/protocol';
import { type StoredCatalog, storeCatalog } from './catalog.ts';
import type { PlanDeps } from './deps.ts';
import type { Prepared, PreparedInstance } from './prepared.ts';

/**
 * What is done around the change of an instance, as a catalog of its own: what is brought to its host before, what gets it out of service, or
 * back. Nothing where its role has nothing to do there.
 */
export async function stageCatalog(
  { services }: PlanDeps,
  { evaluator }: Prepared,
  { instance, host, context, parts, catalog }: PreparedInstance,
  stage: Exclude<Stage, 'converge' | 'job'>,
): Promise<StoredCatalog | null> {
  if (context === null || !parts.includes(stage)) return null;
  const acts = await evaluator.ask({ call: stage, ...context, host });
  // An instance whose host has nothing to be staged is staged all the same: others wait for it.
  if (stage === 'stage') return storeCatalog(services, { host, instance, prepares: catalog }, acts);
  return acts.length === 0 ? null : storeCatalog(services, { host, instance }, acts);
}
