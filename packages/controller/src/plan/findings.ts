import type { Facts, Finding, HostName, Member, RoleDocument, SiteDocument } from '@rolecall/protocol';
import type { Graph } from '../graph/graph.ts';

/** What is wrong with the sizes of clusters, and with members that must stand apart. */
export const clusterFindings = (site: SiteDocument, graph: Graph, labelsOf: LabelsOf): readonly Finding[] => [
  ...sizeFindings(site, graph),
  ...apartFindings(site, graph, labelsOf),
];

type LabelsOf = (host: HostName) => Readonly<Record<string, string>>;

function apartFindings(site: SiteDocument, graph: Graph, labelsOf: LabelsOf): readonly Finding[] {
  return site.uses.flatMap(({ use, role, source }): Finding[] => {
    const label = site.roles.find(({ name }) => name === role)?.cluster.apartBy;
    if (label === undefined) return [];
    const first = new Map<string, HostName>();
    for (const host of graph.hosts.get(use) ?? []) {
      const value = labelsOf(host)[label];
      const other = value === undefined ? undefined : first.get(value);
      if (value === undefined) continue;
      if (other === undefined) first.set(value, host);
      else {
        const message = `${use} wants its members apart by ${label}, and ${other} and ${host} both have ${label}=${value}`;
        return [{ code: 'not_apart', message, at: source }];
      }
    }
    return [];
  });
}

function sizeFindings(site: SiteDocument, graph: Graph): readonly Finding[] {
  return site.uses.flatMap(({ use, role, source }): Finding[] => {
    const sizes = site.roles.find(({ name }) => name === role)?.cluster.sizes ?? [];
    const count = graph.hosts.get(use)?.length ?? 0;
    if (count === 0 || sizes.length === 0 || sizes.includes(count)) return [];
    return [
      { code: 'cluster_size', message: `${use} runs on ${listed(sizes)} hosts, and is put on ${count}`, at: source },
    ];
  });
}

const listed = (sizes: readonly number[]): string =>
  sizes.length === 1 ? `${sizes[0]}` : `${sizes.slice(0, -1).join(', ')} or ${sizes.at(-1)}`;

/** What a host lacks of what a role needs; a figure that is not known does not count against it. */
export function needsFindings(role: RoleDocument, member: Member, site: SiteDocument): readonly Finding[] {
  const { cpus, memory, disk } = role.needs;
  const facts = member.facts as unknown as Facts;
  const at = site.hosts[member.name as HostName]?.source ?? null;
  const short = (what: string, has: number, wants: number): Finding[] =>
    has >= wants
      ? []
      : [
          {
            code: 'needs',
            message: `${role.name} needs ${what} of at least ${wants}, and ${member.name} has ${has}`,
            at,
          },
        ];
  return [
    ...('count' in facts.cpu && cpus !== undefined ? short('cpus', facts.cpu.count, cpus) : []),
    ...('total' in facts.mem && memory !== undefined ? short('memory in bytes', facts.mem.total, memory) : []),
    ...(disk === undefined ? [] : short(`a disk for ${disk.path} in bytes`, sizeFor(facts, disk.path), disk.size)),
  ];
}

function sizeFor(facts: Facts, path: string): number {
  if (!Array.isArray(facts.mounts)) return Number.POSITIVE_INFINITY;
  const below = facts.mounts.filter(
    (mount) => mount.path === '/' || path === mount.path || path.startsWith(`${mount.path}/`),
  );
  const nearest = below.sort((a, b) => b.path.length - a.path.length)[0];
  // A size of 0 is how file systems say that they do not know.
  return nearest === undefined || nearest.size === 0 ? Number.POSITIVE_INFINITY : nearest.size;
}
