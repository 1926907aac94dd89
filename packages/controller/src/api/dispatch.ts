import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { api, type Verb } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { OPERATORS_BODY, readJson, sendJson } from '../serve/answer.ts';
import type { AllHandlers, Parts } from '../serve/parts.ts';
import { checkAccess } from './access.ts';
import type { Caller } from './handler.ts';

type AnyHandler = (input: unknown, caller: Caller) => unknown;

/** Calls one verb: who calls, whether they may, what they send, all checked here and nowhere else. */
export async function dispatch(
  { operators }: Parts,
  handlers: AllHandlers,
  request: IncomingMessage,
  response: ServerResponse,
  verb: string,
): Promise<void> {
  const operator = operators.identify(request.headers.authorization);
  if (operator === undefined) {
    throw new ControllerError('no_operator', 'this token is not known to the controller', {
      hint: 'its own token is in operator.token in its data folder',
    });
  }
  const leaving = new AbortController();
  const forget = operators.onEnd(operator, () => request.socket.destroy());
  response.on('close', () => {
    forget();
    leaving.abort();
  });
  const route = Object.hasOwn(api, verb) ? api[verb as Verb] : undefined;
  if (route === undefined) throw new ControllerError('not_found', `there is no verb ${verb}`);
  checkAccess(operator, route.access, verb);
  const input = route.input.safeParse(await readJson(request, OPERATORS_BODY));
  if (!input.success) {
    const issue = input.error.issues[0];
    throw new ControllerError('malformed', `${verb}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'not valid'}`);
  }
  const caller = { operator: operator.name, access: operator.access, signal: leaving.signal };
  const answer = (handlers[verb as Verb] as AnyHandler)(input.data, caller);
  if (route.streams) await sendLines(response, answer as AsyncIterable<unknown>, leaving.signal);
  else sendJson(response, 200, await answer);
}

/** A line of JSON for each piece, no faster than the reader takes them. */
async function sendLines(response: ServerResponse, pieces: AsyncIterable<unknown>, gone: AbortSignal): Promise<void> {
  for await (const piece of pieces) {
    if (gone.aborted) return;
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    if (response.write(`${JSON.stringify(piece)}\n`)) continue;
    await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}
