import type { Reached } from '@rolecall/protocol';
import { showPort } from './listening.ts';
import { addressOf, type Check, type Found, placeOf, type Subject } from './subject.ts';
import { type Way, waysOf } from './ways.ts';

/** Whether everybody gets through to the ports that they need, in the direction in which they need them. */
export const checkReach: Check = (subject) => {
  const tried = new Map(subject.measured.reached.map((one) => [keyOf(one), one]));
  const ways = waysOf(subject);
  const open = ways.filter((way) => {
    const { is } = tried.get(keyOf(way)) ?? { is: 'unknown' };
    return is === 'unknown' && [way.from, way.to].every((host) => subject.measured.hosts[host]?.facts != null);
  });
  return [
    ...ways.flatMap((way) => notReached(subject, way, tried.get(keyOf(way)))),
    ...untried(open, ways.length, tried),
  ];
};

const keyOf = ({ from, to, transport, port }: Pick<Way, 'from' | 'to' | 'transport' | 'port'>): string =>
  `${from} ${to} ${transport} ${port}`;

function notReached(subject: Subject, way: Way, tried: Reached | undefined): Found[] {
  if (tried === undefined || tried.is === 'open' || tried.is === 'unknown') return [];
  const { from, to, use } = way;
  const answer = tried.is === 'silent' ? 'no answer: packets are dropped on the way' : 'refused on the way';
  return [
    {
      code: 'not_reached',
      host: from,
      use,
      what: `${from} → ${to} ${showPort(way)}`,
      measured: answer,
      wanted: `open for ${use}`,
      todo: `let ${addressOf(subject, from) ?? from} in to ${showPort(way)} on ${to}, and out of ${from}`,
      at: placeOf(subject, to),
    },
  ];
}

function untried(open: readonly Way[], of: number, tried: ReadonlyMap<string, Reached>): Found[] {
  const [first] = open;
  if (first === undefined) return [];
  const why = tried.get(keyOf(first))?.why;
  return [
    {
      code: 'not_measured',
      severity: 'warning',
      what: 'ways between hosts',
      measured: `${open.length} of ${of} not tried, ${first.from} → ${first.to} ${showPort(first)} first${why === undefined ? '' : ` (${why})`}`,
      wanted: 'tried',
      todo: 'run preflight again when both ends are linked',
    },
  ];
}
