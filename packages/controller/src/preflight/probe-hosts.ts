import { type Answer, type Ask, type HostName, type MeasuredHost, Taken } from '@rolecall/protocol';
import { z } from 'zod';
import type { Services } from '../serve/services.ts';
import { askHost } from './ask-host.ts';
import { listeningOf } from './listening.ts';
import { isAsker } from './names.ts';
import { isLookedAt, type Subject, usesOn } from './subject.ts';

type Asked = Pick<MeasuredHost, 'clock' | 'taken' | 'names'>;

/** How long a name may take to be found; resolvers themselves give up after five seconds for each server. */
const LOOKUP_MS = 10_000;
/** The best of so many: what a clock is asked for may wait on its way. */
const CLOCK_SAMPLES = 3;

/** Asks one linked host what only it can say: its clock, ports in use, and where names lead. */
export async function probeHost(services: Services, subject: Subject, host: HostName): Promise<Asked> {
  const wants = subject.site.wants;
  const ports = (isLookedAt(subject, host) ? usesOn(subject, host) : [])
    .flatMap(listeningOf)
    .map(({ transport, port }) => ({ transport, port }));
  const names = Object.entries(wants?.names ?? {})
    .filter(([, wanted]) => isAsker(subject, wanted, host))
    .map(([name]) => name);
  const asks: Ask[] = [
    ...(ports.length === 0 ? [] : [{ ask: 'ports' as const, ports }]),
    ...names.map((name) => ({ ask: 'lookup' as const, name, timeoutMs: LOOKUP_MS })),
  ];
  const answers = [...(await askHost(services, host, asks))];
  const taken = ports.length === 0 ? undefined : takenFrom(answers.shift());
  return {
    ...(taken === undefined ? {} : { taken }),
    ...(names.length === 0 ? {} : { names: Object.fromEntries(names.map((name, i) => [name, foundIn(answers[i])])) }),
    ...(wants?.clockSpreadMs === undefined ? {} : { clock: await clockOf(services, host) }),
  };
}

const unknown = (why: string) => ({ unknown: why.slice(0, 2_048) });

function takenFrom(answer: Answer | undefined): NonNullable<Asked['taken']> {
  if (answer === undefined) return unknown('not answered');
  if (answer.is !== 'value') return unknown(answer.reason);
  const read = z.array(Taken).safeParse(answer.value);
  return read.success ? read.data : unknown('an answer that is no list of ports');
}

function foundIn(answer: Answer | undefined): NonNullable<Asked['names']>[string] {
  if (answer === undefined) return unknown('not answered');
  if (answer.is === 'absent') return [];
  if (answer.is === 'unknown') return unknown(answer.reason);
  const read = z.array(z.string().max(64)).max(64).safeParse(answer.value);
  return read.success ? read.data : unknown('an answer that is no list of addresses');
}

/** Half of the way there and back is what nobody knows: the shortest of some tries knows most. */
async function clockOf(services: Services, host: HostName): Promise<NonNullable<Asked['clock']>> {
  let best: { readonly aheadMs: number; readonly withinMs: number } | undefined;
  let why = 'not answered';
  for (let i = 0; i < CLOCK_SAMPLES; i++) {
    const began = Date.now();
    const [answer] = await askHost(services, host, [{ ask: 'clock' }]);
    const withinMs = (Date.now() - began) / 2;
    if (answer?.is !== 'value') why = answer?.reason ?? why;
    else if (best === undefined || withinMs < best.withinMs)
      best = { aheadMs: Number(answer.value) - (began + withinMs), withinMs };
  }
  return best ?? unknown(why);
}
