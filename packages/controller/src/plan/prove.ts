import type { PlanDeps } from './deps.ts';
import { askHost } from './observe.ts';
import type { Prepared, PreparedInstance } from './prepared.ts';

/** One round of a probe: asked of the host, judged by the role. A host that is away does not prove anything. */
export async function probeOf(
  { services }: PlanDeps,
  { evaluator }: Prepared,
  { host, context, parts }: PreparedInstance,
  probe: 'probe' | 'clusterProbe',
): Promise<{ readonly holds: boolean; readonly why: string }> {
  if (context === null || !parts.includes(probe)) return { holds: true, why: '' };
  const question = await evaluator.ask({ call: probe, ...context, host });
  if (question === null) return { holds: true, why: '' };
  const [answer] = (await askHost(services, host, [question])) ?? [];
  if (answer === undefined) return { holds: false, why: `${host} is away` };
  return evaluator.ask({ call: 'judge', ...context, host, probe, answer });
}
