import { instanceId, type SiteDocument } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Graph } from '../../graph/graph.ts';
import { leftMembers } from '../../store/left-members.ts';
import type { PlanDeps } from '../deps.ts';

/** Hosts that a recipe took out of a cluster are not put back by a site that nobody has edited. @throws ControllerError `site_behind` */
export function refuseBehind(deps: PlanDeps, { name, uses }: SiteDocument, graph: Graph): void {
  for (const { use, source } of uses) {
    const hosts = graph.hosts.get(use) ?? [];
    const back = leftMembers(deps.services.database, name, use).find(({ host }) => hosts.includes(host));
    if (back === undefined) continue;
    const { host, successor, run } = back;
    const how = successor === null ? `left in run ${run}` : `left in run ${run}, and ${successor} took its place`;
    const now = [
      ...new Set([...hosts.filter((one) => one !== host), ...(successor === null ? [] : [successor])]),
    ].sort();
    throw new ControllerError('site_behind', `the site still puts ${instanceId(use, host)} where it was: it ${how}`, {
      at: source,
      hint: `write into the site that ${use} is on ${now.join(', ')}`,
    });
  }
}
