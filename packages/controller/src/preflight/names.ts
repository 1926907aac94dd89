import type { HostName, SiteWants } from '@rolecall/protocol';
import { listed } from './amounts.ts';
import { notMeasured, shortList } from './not-measured.ts';
import { type Check, type Found, hostsOf, isLookedAt, type Subject, usesOn } from './subject.ts';

/** Whether hosts find the names that they will ask for, and find them where they should be. */
export const checkNames: Check = (subject) =>
  Object.entries(subject.site.wants?.names ?? {}).flatMap(([name, wanted]) => {
    const hosts = askersOf(subject, wanted).filter((host) => subject.measured.hosts[host]?.facts != null);
    const seen = hosts.map((host) => ({ host, found: foundBy(subject, host, name) }));
    const missing = seen.filter(({ found }) => found?.length === 0).map(({ host }) => host);
    return [
      ...notFound(subject, name, missing, hosts.length),
      ...elsewhere(subject, name, wanted.addresses, seen),
      ...notMeasured(
        `name ${name}`,
        seen.filter(({ found }) => found === undefined).map(({ host }) => host),
        'run preflight again when they are linked',
      ),
    ];
  });

/** The hosts that are to look a name up, of those that are looked at. */
export const askersOf = (subject: Subject, { from }: SiteWants['names'][string]): readonly HostName[] => {
  const all =
    from === undefined
      ? hostsOf(subject).map(([host]) => host)
      : [...new Set(subject.uses.filter(({ use }) => from.includes(use)).flatMap(({ hosts }) => hosts))];
  return all.filter((host) => isLookedAt(subject, host));
};

/** Whether one of them is this host. */
export const isAsker = (subject: Subject, { from }: SiteWants['names'][string], host: HostName): boolean =>
  isLookedAt(subject, host) && (from === undefined || usesOn(subject, host).some(({ use }) => from.includes(use)));

function foundBy({ measured }: Subject, host: HostName, name: string): readonly string[] | undefined {
  const found = measured.hosts[host]?.names?.[name];
  return found === undefined || 'unknown' in found ? undefined : found;
}

function notFound({ site }: Subject, name: string, hosts: readonly HostName[], all: number): Found[] {
  if (hosts.length === 0) return [];
  const where = hosts.length === all ? 'by no host' : `by ${shortList(hosts)}`;
  return [
    {
      code: 'name_not_found',
      host: hosts.length === 1 ? (hosts[0] ?? null) : null,
      what: `name ${name}`,
      measured: hosts.length === all ? 'found by no host' : `not found ${where}`,
      wanted: 'found',
      todo: hosts.length === all ? `make a record for ${name}` : `look at the name servers of ${shortList(hosts)}`,
      at: site.source,
    },
  ];
}

function elsewhere(
  { site }: Subject,
  name: string,
  wanted: readonly string[] | undefined,
  seen: readonly { readonly host: HostName; readonly found: readonly string[] | undefined }[],
): Found[] {
  if (wanted === undefined) return [];
  const wrong = seen.filter(
    ({ found = [] }) => found.length > 0 && !found.every((address) => wanted.includes(address)),
  );
  const [first] = wrong;
  if (first === undefined) return [];
  return [
    {
      code: 'name_elsewhere',
      host: wrong.length === 1 ? first.host : null,
      what: `name ${name}`,
      measured: `${first.found?.join(', ')} on ${shortList(wrong.map(({ host }) => host))}`,
      wanted: listed(wanted),
      todo: `point the record of ${name} to ${listed(wanted)}`,
      at: site.source,
    },
  ];
}
