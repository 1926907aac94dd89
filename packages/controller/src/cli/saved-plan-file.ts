import { RunId, RunIntent, Sha256 } from '@rolecall/protocol';
import { z } from 'zod';
import { ControllerError } from '../error.ts';

/** A plan in a file: which one, and the digest of everything that it says. The plan itself stays with its controller. */
const SavedPlan = z.strictObject({
  schema: z.literal('rolecall/saved-plan/1'),
  run: RunId,
  site: z.string(),
  intent: RunIntent,
  bundle: Sha256,
  limit: z.string().nullable(),
  resumes: RunId.nullable(),
  simulate: z.boolean(),
  digest: Sha256,
});
export type SavedPlan = z.infer<typeof SavedPlan>;

/** Throws `no_plan` for anything that was not saved as a plan. */
export function parsePlan(path: string, text: string): SavedPlan {
  try {
    return SavedPlan.parse(JSON.parse(text));
  } catch (cause) {
    throw new ControllerError('no_plan', `${path} is no saved plan`, {
      hint: `save one with: controller plan SITE --out ${path}`,
      cause,
    });
  }
}
