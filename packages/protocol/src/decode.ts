import type { z } from 'zod';
import { MAX_FRAME_BYTES, MAX_JSON_DEPTH } from './limits.ts';

/** A message, or the reason for which the link is closed. */
export type Decoded<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly reason: 'oversize' | 'malformed' | 'unknown_type'; readonly detail: string };

/** How deep the brackets of a JSON text nest, without parsing it; strings are passed over. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (c === 0x5d || c === 0x7d) depth--;
  }
  return deepest;
}

/** Reads one text frame: size and depth first, then JSON, then the schema of its union. */
export function decode<T>(schema: z.ZodType<T>, text: string): Decoded<T> {
  if (text.length > MAX_FRAME_BYTES) return refuse('oversize', `${text.length} characters`);
  if (jsonDepth(text) > MAX_JSON_DEPTH) return refuse('malformed', `nested deeper than ${MAX_JSON_DEPTH}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('malformed', 'not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, message: parsed.data };
  const issue = parsed.error.issues[0];
  if (issue?.code === 'invalid_union' && issue.path.join('.') === 'type') {
    return refuse('unknown_type', 'its type is none that this side knows');
  }
  return refuse('malformed', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}

const refuse = (reason: 'oversize' | 'malformed' | 'unknown_type', detail: string): Decoded<never> => ({
  ok: false,
  reason,
  detail,
});
