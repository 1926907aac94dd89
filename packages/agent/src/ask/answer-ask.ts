import type { Answer, Ask, Json } from '@rolecall/protocol';
import { hiddenValues, redact } from '../engine/fault.ts';
import { unknown, value } from './answers.ts';
import { answerCommand } from './command.ts';
import { answerFile } from './file.ts';
import { answerHttp } from './http.ts';
import { answerListen } from './listen.ts';
import { answerLookup } from './lookup.ts';
import { answerPorts } from './ports.ts';
import { answerRedis } from './redis.ts';
import { answerTcp } from './tcp.ts';
import { answerUdp } from './udp.ts';
import { answerUnit } from './unit.ts';

/** With what travels around an answer it has to fit into one frame of the wire, 256 KiB. */
const MAX_ANSWER_BYTES = 240 * 1024;

/**
 * Answers one question without changing anything. `reveal` puts secrets' values in the place of their markers; only Redis's password
 * goes through it, and never comes out in an answer. None of `hide` is in an answer either. Takes at most the question's own time limit, some seconds more where systemd
 * has to end a program. Never throws: what cannot be answered is `unknown` with its reason.
 */
export async function answerAsk(
  ask: Ask,
  reveal: (text: string) => string,
  hide: readonly string[] = [],
): Promise<Answer> {
  const values = hiddenValues(hide);
  try {
    return fitting(withoutValues(await answer(ask, reveal, hide), values));
  } catch (error) {
    return withoutValues(unknown(error instanceof Error ? error.message : String(error)), values);
  }
}

/** Texts that are long were looked through already, before they were cut; this is for the rest. */
function withoutValues(answered: Answer, values: readonly string[]): Answer {
  if (answered.is === 'value') return { is: 'value', value: cleaned(answered.value, values) };
  return { ...answered, reason: redact(answered.reason, values) };
}

function cleaned(value: Json, values: readonly string[]): Json {
  if (typeof value === 'string') return redact(value, values);
  if (Array.isArray(value)) return value.map((one) => cleaned(one, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner, values)]));
}

/** Texts are cut, but bytes that are no text take up to six characters each on the wire. */
function fitting(answer: Answer): Answer {
  const bytes = Buffer.byteLength(JSON.stringify(answer));
  return bytes <= MAX_ANSWER_BYTES ? answer : unknown(`the answer takes ${bytes} bytes, ${MAX_ANSWER_BYTES} fit`);
}

function answer(ask: Ask, reveal: (text: string) => string, hide: readonly string[]): Promise<Answer> {
  switch (ask.ask) {
    case 'tcp':
      return answerTcp(ask);
    case 'http':
      return answerHttp(ask, hide);
    case 'file':
      return answerFile(ask, hide);
    case 'unit':
      return answerUnit(ask);
    case 'redis':
      return answerRedis(ask, reveal);
    case 'command':
      return answerCommand(ask, hide);
    case 'clock':
      return Promise.resolve(value(Date.now()));
    case 'ports':
      return Promise.resolve(answerPorts(ask));
    case 'lookup':
      return answerLookup(ask);
    case 'listen':
      return answerListen(ask);
    case 'udp':
      return answerUdp(ask);
  }
}
