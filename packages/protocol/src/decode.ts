import type { z } from 'zod';
import { type Decoded, parseJson, refuse } from './json-text.ts';
import { MAX_FRAME_BYTES } from './limits.ts';

/** Reads one text frame: size and depth first, then JSON, then the schema of its union. */
export function decode<T>(schema: z.ZodType<T>, text: string): Decoded<T> {
  if (text.length > MAX_FRAME_BYTES) return refuse('oversize', `${text.length} characters`);
  const read = parseJson(text);
  if (!read.ok) return read;
  const parsed = schema.safeParse(read.message);
  if (parsed.success) return { ok: true, message: parsed.data };
  const issue = parsed.error.issues[0];
  if (issue?.code === 'invalid_union' && issue.path.join('.') === 'type') {
    return refuse('unknown_type', 'its type is none that this side knows');
  }
  return refuse('malformed', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}
