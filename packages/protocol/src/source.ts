import { z } from 'zod';

/** Where in the site's own files something was written; lines and columns count from 1. */
export const Source = z.strictObject({
  file: z.string().max(4096),
  line: z.int().min(1),
  column: z.int().min(1),
});
export type Source = z.infer<typeof Source>;
