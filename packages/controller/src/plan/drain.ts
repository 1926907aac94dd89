import { type StoredCatalog, storeCatalog } from './catalog.ts';
import type { PlanDeps } from './deps.ts';
import type { Prepared, PreparedInstance } from './prepared.ts';

/** What gets an instance out of service, or back, as a catalog of its own; nothing where its role has nothing to do there. */
export async function drainCatalog(
  { services }: PlanDeps,
  { evaluator }: Prepared,
  { instance, host, context, parts }: PreparedInstance,
  stage: 'drain' | 'undrain',
): Promise<StoredCatalog | null> {
  if (context === null || !parts.includes(stage)) return null;
  const acts = await evaluator.ask({ call: stage, ...context, host });
  return acts.length === 0 ? null : storeCatalog(services, { host, instance }, acts);
}
