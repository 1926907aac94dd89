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
  upload_busy: 409,
  wrong_offset: 409,
  version_taken: 409,
  over_quota: 507,
  disk_full: 507,
  internal: 500,
};

/** How large a request with JSON in it may be, in bytes, and how long it may be on its way, in milliseconds. */
export interface BodyBounds {
  readonly bytes: number;
  readonly withinMs: number;
}

/** What operators send; content goes to `PUT /blobs`. */
export const OPERATORS_BODY: BodyBounds = { bytes: 1024 * 1024, withinMs: 60_000 };
/** What somebody sends whom nobody knows yet: keys and a token are small. */
export const STRANGERS_BODY: BodyBounds = { bytes: 16 * 1024, withinMs: 10_000 };

/** What a host asks beside its link: a hundred names and a key. */
export const HOSTS_BODY: BodyBounds = { bytes: 64 * 1024, withinMs: 30_000 };

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

/** As many as may are being sent something; whoever is told so comes back. */
export function refuseBusy(response: ServerResponse): void {
  if (response.destroyed) return;
  response.setHeader('retry-after', '5');
  sendJson(response, 503, { error: { code: 'busy', message: 'many hosts fetch at once: come back for it' } });
}

/** Says what went wrong; where an answer has begun already, all that is left is to cut it off. */
export function sendError(response: ServerResponse, fault: Fault): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, STATUS[fault.code] ?? 400, { error: fault });
}

/** A request's body as JSON. @throws ControllerError `too_large` or `malformed` */
export async function readJson(request: IncomingMessage, { bytes, withinMs }: BodyBounds): Promise<unknown> {
  const late = setTimeout(() => request.destroy(), withinMs);
  try {
    return JSON.parse(await textOf(request, bytes));
  } catch (cause) {
    if (cause instanceof ControllerError) throw cause;
    throw new ControllerError('malformed', 'the request is not JSON', { cause });
  } finally {
    clearTimeout(late);
  }
}

async function textOf(request: IncomingMessage, most: number): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > most) throw new ControllerError('too_large', `a request holds at most ${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
