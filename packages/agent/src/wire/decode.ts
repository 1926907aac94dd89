import type { Catalog, Decoded, ToAgent } from '@rolecall/protocol';
import { parseJson, refuse } from '@rolecall/protocol/json-text';
import { MAX_FRAME_BYTES } from '@rolecall/protocol/limits';
import { catalog, messageTypes, params, toAgent } from '../generated/validators.js';

type Validator = typeof toAgent;

/** Reads one text frame from the controller: size and depth first, then JSON, then its schema. */
export function decodeToAgent(text: string): Decoded<ToAgent> {
  if (text.length > MAX_FRAME_BYTES) return refuse('oversize', `${text.length} characters`);
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  if (isObject(parsed.message) && !isKnown(parsed.message.type)) {
    return refuse('unknown_type', 'its type is none that this side knows');
  }
  return check<ToAgent>(toAgent, parsed.message);
}

/** What was read as a catalog, if it is one; its hash was checked before. */
export const checkCatalog = (value: unknown): Decoded<Catalog> => check<Catalog>(catalog, value);

/** Why these are no parameters of this kind; nothing where they are. */
export function whyNotParams(kind: string, given: unknown): string | undefined {
  const validator = Object.hasOwn(params, kind) ? params[kind] : undefined;
  if (validator === undefined) return `this agent knows no kind "${kind}"`;
  return whyNot(validator, given);
}

/** Why a value is not what a validator wants; nothing where it is. */
export function whyNot(validator: Validator, given: unknown): string | undefined {
  const checked = check(validator, given);
  return checked.ok ? undefined : checked.detail;
}

function check<T>(validator: Validator, value: unknown): Decoded<T> {
  if (validator(value)) return { ok: true, message: value as T };
  const first = validator.errors?.[0];
  const place = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  return refuse('malformed', `${place}: ${first?.message ?? 'not valid'}`);
}

/** Whatever stands where a type should: no text is made of it, since a `toString` that somebody sent is no function. */
const isKnown = (type: unknown): boolean => typeof type === 'string' && messageTypes.includes(type);

const isObject = (value: unknown): value is { readonly type?: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
