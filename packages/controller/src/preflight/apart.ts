import type { HostName } from '@rolecall/protocol';
import { type Check, type Found, labelsOf, type PlacedUse, placeOf, type Subject } from './subject.ts';

/** Members of one cluster that stand on the same physical server, or on nobody knows which. */
export const checkApart: Check = (subject) =>
  subject.uses.flatMap((placed) => {
    const label = placed.role.cluster.apartBy;
    return label === undefined || placed.hosts.length < 2 ? [] : together(subject, placed, label);
  });

function together(subject: Subject, placed: PlacedUse, label: string): Found[] {
  const first = new Map<string, HostName>();
  return placed.hosts.flatMap((host): Found[] => {
    const value = labelsOf(subject.site, subject.measured, host)[label];
    if (value === undefined) return unlabelled(subject, placed, label, host);
    const other = first.get(value);
    if (other === undefined) {
      first.set(value, host);
      return [];
    }
    return [
      {
        code: 'not_apart',
        host,
        use: placed.use,
        what: label,
        measured: `${value}, as ${other}`,
        wanted: `another ${label} for each member`,
        todo: `move ${host} or ${other} to a ${label} without a member of ${placed.use}`,
        at: placed.document.source,
      },
    ];
  });
}

/** Where nobody says what stands where, only production insists. */
function unlabelled(subject: Subject, { use }: PlacedUse, label: string, host: HostName): Found[] {
  if (subject.site.wants?.mode !== 'production') return [];
  return [
    {
      code: 'no_server',
      host,
      use,
      what: label,
      measured: 'not labelled',
      wanted: `a label ${label}, since members of ${use} stand apart by it`,
      todo: `say on which it stands: '${host}': { labels: { ${label}: '…' } }`,
      at: placeOf(subject, host),
    },
  ];
}
