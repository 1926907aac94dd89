import type { Catalog, Decoded, ToAgent } from '@rolecall/protocol';
import { jsonDepth } from '@rolecall/protocol/json-depth';
import { MAX_FRAME_BYTES, MAX_JSON_DEPTH } from '@rolecall/protocol/limits';
import { catalog, messageTypes, params, toAgent } from '../generated/validators.js';

type Refused = Extract<Decoded<never>, { ok: false }>;
type Validator = typeof toAgent;

/** Reads one text frame from the controller: size and depth first, then JSON, then its schema. */
export function decodeToAgent(text: string): Decoded<ToAgent> {
  if (text.length > MAX_FRAME_BYTES) return refuse('oversize', `${text.length} characters`);
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const type = typeOf(parsed.message);
  if (type !== undefined && !messageTypes.includes(type)) {
    return refuse('unknown_type', 'its type is none that this side knows');
  }
  return check<ToAgent>(toAgent, parsed.message);
}

/** Reads a catalog; its hash was checked before. */
export function decodeCatalog(text: string): Decoded<Catalog> {
  const parsed = parse(text);
  return parsed.ok ? check<Catalog>(catalog, parsed.message) : parsed;
}

/** Why these are no parameters of this kind; nothing where they are. */
export function whyNotParams(kind: string, given: unknown): string | undefined {
  const validator = Object.hasOwn(params, kind) ? params[kind] : undefined;
  if (validator === undefined) return `this agent knows no kind "${kind}"`;
  const checked = check(validator, given);
  return checked.ok ? undefined : checked.detail;
}

function parse(text: string): Decoded<unknown> {
  if (jsonDepth(text) > MAX_JSON_DEPTH) return refuse('malformed', `nested deeper than ${MAX_JSON_DEPTH}`);
  try {
    return { ok: true, message: JSON.parse(text) };
  } catch {
    return refuse('malformed', 'not JSON');
  }
}

function check<T>(validator: Validator, value: unknown): Decoded<T> {
  if (validator(value)) return { ok: true, message: value as T };
  const first = validator.errors?.[0];
  const place = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  return refuse('malformed', `${place}: ${first?.message ?? 'not valid'}`);
}

const typeOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : undefined;

const refuse = (reason: Refused['reason'], detail: string): Refused => ({ ok: false, reason, detail });
