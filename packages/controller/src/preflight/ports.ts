import { type HostName, type InstanceId, instanceId, type Listens, type Taken } from '@rolecall/protocol';
import { listeningOf, showPort } from './listening.ts';
import { notMeasured } from './not-measured.ts';
import {
  type Check,
  type Found,
  hostsOf,
  isLookedAt,
  type PlacedUse,
  placeOf,
  type Subject,
  usesOn,
} from './subject.ts';

/** Whether the ports that roles listen on are free, or theirs already. */
export const checkPorts: Check = (subject) => {
  const applied = new Set(subject.measured.applied.instances);
  return [
    ...hostsOf(subject).flatMap(([host, known]) => {
      const taken = known?.taken;
      return [
        ...wantedTwice(subject, host),
        ...(taken === undefined || 'unknown' in taken ? [] : takenBy(subject, host, taken, applied)),
      ];
    }),
    ...notMeasured(
      'ports in use',
      hostsOf(subject).flatMap(([host, known]) => (known?.facts != null && isOpen(subject, host) ? [host] : [])),
      'run preflight again when they are linked',
    ),
  ];
};

const isOpen = (subject: Subject, host: HostName): boolean => {
  const taken = subject.measured.hosts[host]?.taken;
  const isKnown = taken !== undefined && !('unknown' in taken);
  return (
    !isKnown &&
    isLookedAt(subject, host) &&
    usesOn(subject, host).some(({ role }) => (role.needs.listens ?? []).length > 0)
  );
};

function takenBy(subject: Subject, host: HostName, taken: readonly Taken[], applied: ReadonlySet<InstanceId>): Found[] {
  return usesOn(subject, host).flatMap((placed) => {
    if (applied.has(instanceId(placed.use, host))) return [];
    return listeningOf(placed).flatMap((wanted): Found[] => {
      const other = taken.find(
        (one) => one.port === wanted.port && one.transport === wanted.transport && !isOwn(placed, wanted, one),
      );
      if (other === undefined) return [];
      return [
        {
          code: 'port_taken',
          // What nobody has put there yet through this tool may well run already.
          severity: placed.role.declaredOnly === true ? 'warning' : 'error',
          host,
          use: placed.use,
          what: `port ${showPort(wanted)}`,
          measured: `taken by ${other.unit ?? 'a program of no unit'}`,
          wanted: `free for ${placed.use}`,
          todo: `stop ${other.unit ?? `what has it (ss -lp 'sport = ${wanted.port}')`} on ${host}, or give ${placed.use} another port`,
          at: placeOf(subject, host),
        },
      ];
    });
  });
}

/** An earlier run may have started it and failed later: what goes by the role's own name is the role. */
const isOwn = ({ role }: PlacedUse, wanted: Listens, { unit }: Taken): boolean =>
  unit !== null && (wanted.unit === undefined ? unit.includes(role.name) : unit === wanted.unit);

function wantedTwice(subject: Subject, host: HostName): Found[] {
  const first = new Map<string, string>();
  return usesOn(subject, host).flatMap((placed) =>
    listeningOf(placed).flatMap((wanted): Found[] => {
      const port = showPort(wanted);
      const other = first.get(port);
      first.set(port, other ?? placed.use);
      if (other === undefined || other === placed.use) return [];
      return [
        {
          code: 'port_taken',
          host,
          use: placed.use,
          what: `port ${port}`,
          measured: `wanted by ${other} as well`,
          wanted: `free for ${placed.use}`,
          todo: `put ${placed.use} on another host than ${other}, or give one of them another port`,
          at: placed.document.source,
        },
      ];
    }),
  );
}
