import type { HostName, SiteDocument } from '@rolecall/protocol';
import { instanceId } from '@rolecall/protocol/id-parts';
import type { Graph } from '../graph/graph.ts';
import { appliedOf } from '../store/applied.ts';
import type { Database } from '../store/database.ts';
import { setSiteHosts } from '../store/host-roles.ts';
import { forgetLeft, leftMembers } from '../store/left-members.ts';
import { noteMode } from '../store/site-modes.ts';

/** What fact queries know from an applied site: labels of its hosts (`label.tier`), and what runs on them (`role = redis`); and its mode. */
export function rememberSite(database: Database, site: SiteDocument, graph: Graph): void {
  const hosts = Object.entries(site.hosts).map(([host, { labels }]) => ({
    host: host as HostName,
    labels,
    roles: site.uses.flatMap(({ use, role }) =>
      graph.hosts.get(use)?.includes(host as HostName) === true ? [use, role] : [],
    ),
  }));
  setSiteHosts(database, site.name, hosts);
  if (site.wants?.mode !== undefined) noteMode(database, site.name, site.wants.mode);
  forgetThoseGone(database, site);
}

/** A site that is applied does not name hosts that recipes took out: once nothing of them is left, they may come back. */
function forgetThoseGone(database: Database, { name, uses }: SiteDocument): void {
  const applied = appliedOf(database, name);
  for (const { use } of uses) {
    for (const { host } of leftMembers(database, name, use)) {
      if (!applied.has(instanceId(use, host))) forgetLeft(database, name, use, host);
    }
  }
}
