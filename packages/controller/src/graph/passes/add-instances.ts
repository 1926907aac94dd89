import { type Finding, type HostName, instanceId, type SiteDocument, type UseDocument } from '@rolecall/protocol';
import { barrierId, type Graph, type Node, type Pass } from '../graph.ts';
import { selectHosts } from '../select-hosts.ts';

/** What each use puts on each host, and one barrier a use. */
export const addInstances: Pass = (graph, from) => {
  const nodes = new Map(graph.nodes);
  const hosts = new Map(graph.hosts);
  const findings: Finding[] = [...graph.findings];
  for (const use of from.site.uses) {
    const selected = selectHosts(use.select, from);
    hosts.set(use.use, selected);
    for (const node of nodesOf(use, selected)) nodes.set(node.id, node);
    findings.push(...unknownHosts(use, from.site), ...nothingSelected(use, selected));
  }
  return { ...graph, nodes, hosts, findings } satisfies Graph;
};

function nodesOf({ use, source }: UseDocument, hosts: readonly HostName[]): readonly Node[] {
  const instances = hosts.map(
    (host) => ({ is: 'instance', id: instanceId(use, host), use, host, source, after: [] }) as const,
  );
  return [...instances, { is: 'barrier', id: barrierId(use), use, source, after: instances.map(({ id }) => id) }];
}

function unknownHosts({ use, select, source }: UseDocument, site: SiteDocument): readonly Finding[] {
  if (select.by === 'label') return [];
  const known = Object.keys(site.hosts);
  return select.hosts
    .filter((host) => !Object.hasOwn(site.hosts, host))
    .map((host) => {
      const message = `${use} is put on ${host}, which is no host of this site (it has ${listed(known)})`;
      return { code: 'unknown_host', message, at: source };
    });
}

function nothingSelected({ use, select, source }: UseDocument, hosts: readonly HostName[]): readonly Finding[] {
  if (hosts.length > 0 || (select.by === 'name' && select.hosts.length > 0)) return [];
  const labels = select.by === 'label' ? Object.entries(select.labels).map(([name, value]) => `${name}=${value}`) : [];
  const why = select.by === 'label' ? `no host carries label ${labels.join(' and ')}` : 'its list of hosts is empty';
  return [{ code: 'nothing_selected', message: `${use} has no host to run on: ${why}`, at: source }];
}

const MOST = 8;
const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : names.slice(0, MOST).join(', ') + (names.length > MOST ? ', …' : '');
