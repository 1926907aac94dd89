import type { HostName, SiteDocument } from '@rolecall/protocol';
import type { Graph } from '../graph/graph.ts';
import type { Database } from '../store/database.ts';
import { setSiteHosts } from '../store/host-roles.ts';
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
}
