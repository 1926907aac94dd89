import { z } from 'zod';
import { KindName } from './ids.ts';
import { Json } from './json.ts';
import { Source } from './source.ts';

/** One property that is not as wanted. Values of secrets never appear: they show as `secret`. */
export const Difference = z.discriminatedUnion('how', [
  /** A plain value; `null` stands for "not there". */
  z.strictObject({ how: z.literal('value'), property: z.string().max(4096), from: Json, to: Json }),
  /** Text with lines: a unified diff without its file header; `cut` when it was longer than 16 KiB. */
  z.strictObject({
    how: z.literal('text'),
    property: z.string().max(4096),
    diff: z.string().max(20_000),
    cut: z.boolean(),
  }),
  /** Something that holds a secret, before or after. */
  z.strictObject({ how: z.literal('secret'), property: z.string().max(4096) }),
]);
export type Difference = z.infer<typeof Difference>;

/**
 * What is done to a resource: `run` is an action without a lasting state of its own, such as a command; `keep` is nothing at all, to what is
 * no longer declared and stays; `restore` puts back what stood there before a run.
 */
export const Action = z.enum(['create', 'update', 'remove', 'keep', 'restore', 'run']);
export type Action = z.infer<typeof Action>;

/** Something that a reader should know of a resource though nothing differs, such as a key that is about to end. */
export const Warning = z.strictObject({
  kind: KindName,
  key: z.string().max(4096),
  sentence: z.string().max(500),
});
export type Warning = z.infer<typeof Warning>;

/** What the engine would do, or did, to one resource of a catalog. */
export const Change = z.strictObject({
  /** The resource's place in its catalog, from 0. */
  index: z.int().min(0),
  kind: KindName,
  key: z.string().max(4096),
  action: Action,
  differences: z.array(Difference).max(200),
  /** Why it is kept, where it is. */
  reason: z.string().max(1024).optional(),
  source: Source,
});
export type Change = z.infer<typeof Change>;
