import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';

/** What a caller is told, by the kind of refusal; everything else is a bad request. */
const STATUS: Readonly<Record<string, number>> = {
  not_allowed: 403,
  no_operator: 401,
  not_found: 404,
  too_large: 413,
  site_busy: 409,
  host_busy: 409,
  internal: 500,
};

/** Requests with JSON in them are small; content goes to `PUT /blobs`. */
const MAX_BODY_BYTES = 1024 * 1024;

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

export function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(text);
}

/** The path is there, and this is not what can be done with it. */
export function refuseMethod(response: ServerResponse, allowed: readonly string[]): void {
  response.setHeader('allow', allowed.join(', '));
  sendJson(response, 405, {
    error: { code: 'wrong_method', message: `only ${allowed.join(' and ')} can be done here` },
  });
}

/** Too many wrong tokens came from there. */
export function refuseForNow(response: ServerResponse, seconds: number): void {
  response.setHeader('retry-after', String(seconds));
  const message = `too many wrong tokens came from your address: try again in ${seconds} s`;
  sendJson(response, 429, { error: { code: 'too_many_attempts', message } });
}

/** Says what went wrong; where an answer has begun already, all that is left is to cut it off. */
export function sendError(response: ServerResponse, fault: Fault): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, STATUS[fault.code] ?? 400, { error: fault });
}

/** A request's body as JSON. @throws ControllerError `too_large` or `malformed` */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES)
      throw new ControllerError('too_large', `a request holds at most ${MAX_BODY_BYTES} bytes`);
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch (cause) {
    throw new ControllerError('malformed', 'the request is not JSON', { cause });
  }
}
