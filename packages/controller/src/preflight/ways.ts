import type { HostName, Transport, UseName } from '@rolecall/protocol';
import { listeningOf } from './listening.ts';
import { isLookedAt, type PlacedUse, type Subject } from './subject.ts';

/** A way that must be open: from one host to a port of another. */
export interface Way {
  readonly from: HostName;
  readonly to: HostName;
  readonly transport: Transport;
  readonly port: number;
  /** The use that listens there. */
  readonly use: UseName;
}

/** As many ways to one port are tried; of more, each host tries some, evenly dealt. */
export const MAX_WAYS = 2_000;

/** Every way that roles need: members to members in both directions, and from those that use a role to it; to and from the hosts that are looked at. */
export function waysOf(subject: Pick<Subject, 'uses' | 'about'>): readonly Way[] {
  const ways = new Map<string, Way>();
  for (const target of subject.uses) {
    for (const { port, transport, sources } of reachedAt(subject, target)) {
      for (const [from, to] of pairs([...new Set(sources)], target.hosts)) {
        ways.set(`${from} ${to} ${transport} ${port}`, { from, to, transport, port, use: target.use });
      }
    }
  }
  return [...ways.values()].filter(({ from, to }) => isLookedAt(subject, from) || isLookedAt(subject, to));
}

function reachedAt({ uses }: Pick<Subject, 'uses'>, target: PlacedUse) {
  const ports = listeningOf(target);
  const named = ports.map(({ port, transport, from }) => ({
    port,
    transport,
    sources: from.flatMap((role) =>
      role === 'members' ? target.hosts : uses.filter((one) => one.role.name === role).flatMap(({ hosts }) => hosts),
    ),
  }));
  const reached = uses.flatMap(({ role, hosts }) =>
    (role.needs.reaches ?? [])
      .filter((one) => one.role === target.role.name)
      .flatMap(({ port, transport }) => {
        if (typeof port === 'number') return [{ port, transport, sources: hosts }];
        const meant = ports.find(({ name }) => name === port);
        return meant === undefined ? [] : [{ port: meant.port, transport: meant.transport, sources: hosts }];
      }),
  );
  return [...named, ...reached];
}

function pairs(sources: readonly HostName[], targets: readonly HostName[]): readonly (readonly [HostName, HostName])[] {
  const each = Math.max(1, Math.floor(MAX_WAYS / Math.max(1, sources.length)));
  return sources.flatMap((from, i) => {
    // Beginning behind itself: every target is somebody's, though none is everybody's.
    const turned = [...targets.slice(i % targets.length), ...targets.slice(0, i % targets.length)];
    return turned
      .filter((to) => to !== from)
      .slice(0, each)
      .map((to) => [from, to] as const);
  });
}
