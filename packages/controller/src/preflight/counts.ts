import { listed } from './amounts.ts';
import type { Check, PlacedUse, Subject } from './subject.ts';

/** How many hosts each use has: as many as its cluster may have, and as many as the site's table says. */
export const checkCounts: Check = (subject) =>
  subject.uses.flatMap((placed) => [...wrongSize(placed), ...tooFew(subject, placed)]);

function wrongSize({ use, role, hosts, document }: PlacedUse) {
  const { sizes } = role.cluster;
  if (hosts.length === 0 || sizes.length === 0 || sizes.includes(hosts.length)) return [];
  return [
    {
      code: 'cluster_size' as const,
      use,
      what: 'hosts',
      measured: `${hosts.length}`,
      wanted: listed(sizes),
      todo: `put ${use} on ${listed(sizes)} hosts`,
      at: document.source,
    },
  ];
}

function tooFew({ site }: Subject, { use, role, hosts, document }: PlacedUse) {
  const production = site.wants?.mode === 'production' ? (role.cluster.leastInProduction ?? 0) : 0;
  const least = Math.max(production, site.wants?.sizes[use]?.hosts ?? 0);
  if (hosts.length >= least) return [];
  return [
    {
      code: 'too_few' as const,
      use,
      what: 'hosts',
      measured: `${hosts.length}`,
      wanted: `at least ${least}`,
      todo: `put ${use} on ${least - hosts.length} more`,
      at: document.source,
    },
  ];
}
