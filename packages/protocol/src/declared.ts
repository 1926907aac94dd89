import { z } from 'zod';
import { Parallel, Removal } from './catalog.ts';
import { KindName } from './ids.ts';
import { JsonObject } from './json.ts';
import { Source } from './source.ts';

/** A resource as its author declared it; where a function of the role made it, its source is that line. */
export const Declared = z.strictObject({
  kind: KindName,
  key: z.string().min(1).max(4096),
  params: JsonObject,
  remove: Removal.optional(),
  parallel: Parallel.optional(),
  source: Source,
});
export type Declared = z.infer<typeof Declared>;
