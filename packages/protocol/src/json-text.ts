import { jsonDepth } from './json-depth.ts';
import { MAX_JSON_DEPTH } from './limits.ts';

/** A message, or the reason for which the link is closed. */
export type Decoded<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly reason: 'oversize' | 'malformed' | 'unknown_type'; readonly detail: string };

/**
 * Reads JSON that somebody else wrote; never throws. Depth is looked at before anything is parsed. A key named `__proto__` is refused:
 * schema libraries disagree over it, and assigning it would set a prototype.
 */
export function parseJson(text: string): Decoded<unknown> {
  return jsonDepth(text) > MAX_JSON_DEPTH
    ? refuse('malformed', `nested deeper than ${MAX_JSON_DEPTH}`)
    : parseShallow(text);
}

/** As `parseJson`, where somebody has looked at the depth already. */
export function parseShallow(text: string): Decoded<unknown> {
  try {
    return MAY_HOLD_PROTO.test(text)
      ? { ok: true, message: JSON.parse(text, refuseProto) }
      : { ok: true, message: JSON.parse(text) };
  } catch (error) {
    return refuse('malformed', error === PROTO ? PROTO.message : 'not JSON');
  }
}

export const refuse = (
  reason: Extract<Decoded<never>, { ok: false }>['reason'],
  detail: string,
): Extract<Decoded<never>, { ok: false }> => ({ ok: false, reason, detail });

/** Walking every key costs several times the parsing: only a text with the name itself, or with an escaped letter of it, is walked. */
const MAY_HOLD_PROTO = /__proto__|\\u00[567]/;
const PROTO = new Error('a key is named __proto__');

function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw PROTO;
  return value;
}
