import type { HostName, SiteWants } from '@rolecall/protocol';
import { EITHER_UNIT, showBytes } from './amounts.ts';
import { type Check, type Found, factOf, labelsOf, placeOf, type Subject, usesOn } from './subject.ts';
import { wantedSize } from './wanted-size.ts';

/** The label that names the physical server of a host. */
const LABEL = 'server';

interface Taken {
  readonly cpus: number;
  readonly memory: number;
  readonly disk: number;
}

/** Whether each physical server can lend what all of its hosts have together, or are to have where nobody has measured them yet. */
export const checkServers: Check = (subject) => {
  const servers = subject.site.wants?.servers ?? {};
  if (Object.keys(servers).length === 0) return [];
  const hosts = (Object.keys(subject.site.hosts) as HostName[]).map((host) => ({
    host,
    server: labelsOf(subject.site, subject.measured, host)[LABEL],
  }));
  return [
    ...hosts.flatMap(({ host, server }) =>
      server !== undefined && Object.hasOwn(servers, server) ? [] : nowhere(subject, host, server),
    ),
    ...Object.entries(servers).flatMap(([server, has]) =>
      full(
        subject,
        server,
        has,
        hosts.filter((one) => one.server === server).map(({ host }) => host),
      ),
    ),
  ];
};

const nowhere = (subject: Subject, host: HostName, server: string | undefined): Found[] => [
  {
    code: 'no_server',
    host,
    what: LABEL,
    measured: server ?? 'not labelled',
    wanted: `one of ${Object.keys(subject.site.wants?.servers ?? {}).join(', ')}`,
    todo: `say on which it stands: '${host}': { labels: { ${LABEL}: '…' } }`,
    at: placeOf(subject, host),
  },
];

function full(
  subject: Subject,
  server: string,
  has: SiteWants['servers'][string],
  hosts: readonly HostName[],
): Found[] {
  const taken = hosts.map((host) => takenBy(subject, host));
  const sum = (key: keyof Taken) => taken.reduce((all, one) => all + one[key], 0);
  const lines: [string, number, number, (n: number) => string][] = [
    ['processors', sum('cpus'), has.cpus, String],
    ['memory', sum('memory'), has.memory, showBytes],
    ['disk', sum('disk'), has.disk, showBytes],
  ];
  return lines
    .filter(([, used, limit]) => used > limit)
    .map(([what, used, limit, show]) => ({
      code: 'server_full',
      what: `${what} of ${server}`,
      measured: `${show(used)} for ${hosts.length} hosts`,
      wanted: `at most ${show(limit)}`,
      todo: `make a host on ${server} smaller, or move one: ${hosts.join(', ')}`,
      at: subject.site.source,
    }));
}

function takenBy(subject: Subject, host: HostName): Taken {
  const known = subject.measured.hosts[host];
  const wanted = usesOn(subject, host).map((placed) => wantedSize(subject, placed));
  const cpus = factOf(known, 'cpu')?.count;
  const memory = factOf(known, 'mem')?.total;
  const disks = factOf(known, 'disks')?.reduce((all, { size }) => all + size, 0) ?? 0;
  return {
    cpus: cpus ?? Math.max(0, ...wanted.map((one) => one.cpus)),
    memory: memory === undefined ? wanted.reduce((all, one) => all + one.memory, 0) : memory / EITHER_UNIT,
    disk: disks === 0 ? wanted.reduce((all, one) => all + one.disk, 0) : disks / EITHER_UNIT,
  };
}
