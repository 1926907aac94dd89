import type { Answer, Ask } from '@rolecall/protocol';
import { unknown } from './answers.ts';
import { answerCommand } from './command.ts';
import { answerFile } from './file.ts';
import { answerHttp } from './http.ts';
import { answerRedis } from './redis.ts';
import { answerTcp } from './tcp.ts';
import { answerUnit } from './unit.ts';

/** With what travels around an answer it has to fit into one frame of the wire, 256 KiB. */
const MAX_ANSWER_BYTES = 240 * 1024;

/**
 * Answers one question without changing anything. `reveal` puts secrets' values in the place of their markers; only Redis's password
 * goes through it, and never comes out in an answer. Takes at most the question's own time limit, some seconds more where systemd
 * has to end a program. Never throws: what cannot be answered is `unknown` with its reason.
 */
export async function answerAsk(ask: Ask, reveal: (text: string) => string): Promise<Answer> {
  try {
    return fitting(await answer(ask, reveal));
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error));
  }
}

/** Texts are cut, but bytes that are no text take up to six characters each on the wire. */
function fitting(answer: Answer): Answer {
  const bytes = Buffer.byteLength(JSON.stringify(answer));
  return bytes <= MAX_ANSWER_BYTES ? answer : unknown(`the answer takes ${bytes} bytes, ${MAX_ANSWER_BYTES} fit`);
}

function answer(ask: Ask, reveal: (text: string) => string): Promise<Answer> {
  switch (ask.ask) {
    case 'tcp':
      return answerTcp(ask);
    case 'http':
      return answerHttp(ask);
    case 'file':
      return answerFile(ask);
    case 'unit':
      return answerUnit(ask);
    case 'redis':
      return answerRedis(ask, reveal);
    case 'command':
      return answerCommand(ask);
  }
}
