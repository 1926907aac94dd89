import type { HostName } from '@rolecall/protocol';
import { listed } from './amounts.ts';
import { type Check, type Found, factOf, hostsOf, placeOf, type Subject, usesOn } from './subject.ts';

/** The release that each host runs, the same on all, and swap where a role cannot live with it. */
export const checkSystem: Check = (subject) => [...releases(subject), ...swapped(subject)];

const releaseOf = (subject: Subject, host: HostName): string | undefined => {
  const os = factOf(subject.measured.hosts[host], 'os');
  return os === undefined ? undefined : `${os.id} ${os.version}`;
};

function releases(subject: Subject): Found[] {
  const wanted = subject.site.wants?.os;
  const usual =
    wanted === undefined
      ? undefined
      : mostFrequent(hostsOf(subject).flatMap(([host]) => releaseOf(subject, host) ?? []));
  return hostsOf(subject).flatMap(([host]): Found[] => {
    const release = releaseOf(subject, host);
    if (release === undefined) return [];
    const common = { host, what: 'operating system', measured: release, at: placeOf(subject, host) };
    if (wanted !== undefined && !wanted.includes(release))
      return [
        {
          ...common,
          code: 'os_not_listed',
          wanted: listed(wanted),
          todo: `install ${host} anew with ${usual !== undefined && wanted.includes(usual) ? usual : wanted.at(-1)}`,
        },
      ];
    if (usual !== undefined && release !== usual)
      return [
        {
          ...common,
          code: 'os_differs',
          wanted: `${usual}, as the others`,
          todo: `install ${host} anew with ${usual}`,
        },
      ];
    return usesOn(subject, host).flatMap(({ use, role }): Found[] => {
      const { os } = role.needs;
      if (os === undefined || os.includes(release)) return [];
      return [
        { ...common, code: 'os_not_listed', use, wanted: listed(os), todo: `put ${use} on a host with ${listed(os)}` },
      ];
    });
  });
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

const swapped = (subject: Subject): Found[] =>
  hostsOf(subject).flatMap(([host, known]): Found[] => {
    const swap = factOf(known, 'mem')?.swap ?? 0;
    const use = usesOn(subject, host).find(({ role }) => role.needs.swap === 'off')?.use;
    if (swap === 0 || use === undefined) return [];
    return [
      {
        code: 'swap_on',
        host,
        use,
        what: 'swap',
        measured: `${Math.round(swap / 1e6)} MB`,
        wanted: `none, for ${use}`,
        todo: `on ${host}: swapoff -a, and take it out of /etc/fstab`,
        at: placeOf(subject, host),
      },
    ];
  });
