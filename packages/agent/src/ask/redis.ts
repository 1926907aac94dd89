import type { Answer, Json } from '@rolecall/protocol';
import { type AskOf, absent, unknown, unreached, value } from './answers.ts';
import { talkToRedis } from './redis-client.ts';
import { onlyReads } from './redis-commands.ts';
import { type Reply, RespError } from './resp.ts';
import { placeOf } from './tcp.ts';

/** Settings whose values are passwords: `CONFIG GET *` would give them away. */
const SECRET_SETTING = /auth|pass/i;
const HIDDEN = '(hidden)';

/** One command that only looks, answered with Redis's own reply. The password is in no answer and no reason. */
export async function answerRedis(ask: AskOf<'redis'>, reveal: (text: string) => string): Promise<Answer> {
  const { host = '127.0.0.1', port, words, timeoutMs } = ask;
  const place = placeOf(host, port);
  if (!onlyReads(words))
    return unknown(`${words.slice(0, 2).join(' ')} is not one of the Redis commands that only look`);
  const password = ask.password === undefined ? undefined : reveal(ask.password);
  const commands = [...(password === undefined ? [] : [['AUTH', password]]), words];
  try {
    const replies = await talkToRedis({ host, port }, commands, timeoutMs);
    const refused = password === undefined ? undefined : refusal(replies[0]);
    if (refused !== undefined) return unknown(`Redis on ${place} refuses the password: ${hide(refused, password)}`);
    return answerOf(place, replies.at(-1) ?? null, words, password);
  } catch (error) {
    return unreached(place, error as Error);
  }
}

/** Why AUTH failed. A server that has no password yet is no failure: it answers without one. */
const refusal = (reply: Reply | undefined): string | undefined =>
  reply instanceof RespError && !reply.message.includes('without any password configured') ? reply.message : undefined;

function answerOf(place: string, reply: Reply, words: readonly string[], password: string | undefined): Answer {
  if (!(reply instanceof RespError)) return value(withoutSecrets(reply, words, password));
  // Sentinel says with an error that there is no quorum, which is what was asked.
  if (reply.message.startsWith('NOQUORUM')) return value(reply.message);
  if (/^ERR No such master/.test(reply.message)) return absent(`Sentinel on ${place} watches no ${words[2]}`);
  return unknown(`Redis on ${place} answers: ${hide(reply.message, password)}`);
}

function withoutSecrets(reply: Reply, words: readonly string[], password: string | undefined): Json {
  const settings = words[0]?.toUpperCase() === 'CONFIG';
  if (!Array.isArray(reply)) return asJson(reply, password);
  return reply.map((item, index) =>
    settings && index % 2 === 1 && SECRET_SETTING.test(String(reply[index - 1])) ? HIDDEN : asJson(item, password),
  );
}

function asJson(reply: Reply, password: string | undefined): Json {
  if (reply instanceof RespError) return hide(reply.message, password);
  if (typeof reply === 'string') return hide(reply, password);
  if (typeof reply === 'number' || reply === null) return reply;
  return reply.map((item) => asJson(item, password));
}

const hide = (text: string, password: string | undefined): string =>
  password === undefined || password === '' ? text : text.replaceAll(password, HIDDEN);
