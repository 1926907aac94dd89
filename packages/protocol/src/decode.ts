import type { z } from 'zod';
import { jsonDepth } from './json-depth.ts';
import { MAX_FRAME_BYTES, MAX_JSON_DEPTH } from './limits.ts';

/** A message, or the reason for which the link is closed. */
export type Decoded<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly reason: 'oversize' | 'malformed' | 'unknown_type'; readonly detail: string };

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
