import { z } from 'zod';

/** The one word in which every host, instance and resource ends; only a job, whose host was lost in the middle of it, may end `unknown`. */
export const Outcome = z.enum(['ok', 'changed', 'removed', 'failed', 'skipped', 'unreachable', 'cancelled', 'unknown']);
export type Outcome = z.infer<typeof Outcome>;

/** What went wrong, for a person: a sentence, the command with its last lines, and what to do. */
export const Fault = z.strictObject({
  /** A stable word that programs may compare, for example `command_failed`. */
  code: z.string().max(64),
  /** One sentence: what, and where. */
  message: z.string().max(4096),
  /** The command as it was run, words joined by blanks; secrets are hidden. */
  command: z.string().max(4096).optional(),
  /** The last lines that the command wrote, at most twenty. */
  lastLines: z.array(z.string().max(2048)).max(20).optional(),
  /** What the reader can do about it. */
  hint: z.string().max(2048).optional(),
});
export type Fault = z.infer<typeof Fault>;
