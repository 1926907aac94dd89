import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, HostName, Reached } from '@rolecall/protocol';
import type { Services } from '../serve/services.ts';
import { askHost } from './ask-host.ts';
import { showPort } from './listening.ts';
import { addressOf, type Subject } from './subject.ts';
import { type Way, waysOf } from './ways.ts';

/** A way that is open answers within milliseconds; a connection that is dropped once is tried again after one second (RFC 6298). */
const TRY_MS = 3_000;
/** Nobody listens longer, whatever becomes of this controller meanwhile. */
const LISTEN_MS = 60_000;
/** The end of a listener that is not needed any longer, and the time until it is surely gone. */
const END_MS = 100;
const GONE_MS = 250;

type Target = Pick<Way, 'to' | 'transport' | 'port'>;
const targetOf = ({ to, transport, port }: Target): string => `${to} ${transport} ${port}`;

/**
 * Tries every way between linked hosts. Where nothing listens at its end yet, the agent there does for as long as it takes; what it
 * opened is closed again when this ends, so that a service may have the port then.
 */
export async function probeWays(services: Services, subject: Subject): Promise<Reached[]> {
  const ways = waysOf(subject).filter(({ from, to }) => [from, to].every((host) => services.hub.isLinked(host)));
  const listening = await listenAt(services, ways);
  try {
    return await tryAll(services, subject, ways, listening);
  } finally {
    await endAt(services, listening);
  }
}

/** What the end of each way answered when it was asked to listen. */
type Listening = ReadonlyMap<string, { readonly target: Target; readonly answer: Answer }>;

async function listenAt(services: Services, ways: readonly Way[]): Promise<Listening> {
  const targets = [...new Map(ways.map((way) => [targetOf(way), way])).values()];
  const found = await Promise.all(
    [...byHost(targets, ({ to }) => to)].map(async ([host, on]) => {
      const asks = on.map(({ transport, port }) => ({ ask: 'listen' as const, transport, port, forMs: LISTEN_MS }));
      const answers = await askHost(services, host, asks);
      return on.map((target, i) => ({
        target,
        answer: answers[i] ?? { is: 'unknown' as const, reason: 'not answered' },
      }));
    }),
  );
  return new Map(found.flat().map((one) => [targetOf(one.target), one]));
}

async function endAt(services: Services, listening: Listening): Promise<void> {
  const open = [...listening.values()].filter(({ answer }) => answer.is === 'value' && answer.value === true);
  if (open.length === 0) return;
  await Promise.all(
    [...byHost(open, ({ target }) => target.to)].map(([host, on]) =>
      askHost(
        services,
        host,
        on.map(({ target }) => ({ ask: 'listen', transport: target.transport, port: target.port, forMs: END_MS })),
      ),
    ),
  );
  await sleep(END_MS + GONE_MS);
}

async function tryAll(
  services: Services,
  subject: Subject,
  ways: readonly Way[],
  listening: Listening,
): Promise<Reached[]> {
  const reached = await Promise.all(
    [...byHost(ways, ({ from }) => from)].map(async ([from, on]) => {
      const ready = on.map((way) => whyNotTried(way, listening.get(targetOf(way))?.answer));
      const tried = on.filter((_, i) => ready[i] === undefined);
      const asks = tried.map(({ to, transport, port }) => ({
        ask: transport,
        host: addressOf(subject, to) ?? to,
        port,
        timeoutMs: TRY_MS,
      }));
      const answers = await askHost(services, from, asks);
      return on.map((way, i): Reached => {
        const why = ready[i];
        if (why !== undefined) return { ...endsOf(way), is: 'unknown', why };
        return reachedBy(way, answers[tried.indexOf(way)], listening.get(targetOf(way))?.answer);
      });
    }),
  );
  return reached.flat();
}

/** A program that has a port for datagrams need not answer strangers: nobody can tell then. */
function whyNotTried({ to, transport, port }: Way, answer: Answer | undefined): string | undefined {
  if (answer === undefined) return 'not answered';
  if (answer.is !== 'value') return answer.reason;
  return transport === 'udp' && answer.value === false
    ? `a program of ${to} has ${showPort({ port, transport })} already, and need not answer`
    : undefined;
}

const endsOf = ({ from, to, transport, port }: Way) => ({ from, to, transport, port });

/** A program that had the port already may listen for its own host only: its refusal says nothing about the way. */
function reachedBy(way: Way, answer: Answer | undefined, listens: Answer | undefined): Reached {
  if (answer === undefined) return { ...endsOf(way), is: 'unknown', why: 'not answered' };
  if (answer.is === 'value') return { ...endsOf(way), is: 'open', why: '' };
  if (answer.is === 'unknown') return { ...endsOf(way), is: 'silent', why: answer.reason };
  const isOurs = listens?.is === 'value' && listens.value === true;
  return { ...endsOf(way), is: isOurs ? 'refused' : 'unknown', why: answer.reason };
}

function byHost<T>(items: readonly T[], hostOf: (item: T) => HostName): ReadonlyMap<HostName, readonly T[]> {
  return Map.groupBy(items, hostOf);
}
