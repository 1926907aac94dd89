import { readFile, writeFile } from 'node:fs/promises';
import { RunId, RunIntent, Sha256 } from '@rolecall/protocol';
import { z } from 'zod';
import { ControllerError } from '../error.ts';
import { planDigest } from '../run/plan-digest.ts';
import type { Client } from './client/client.ts';
import type { Context } from './context.ts';
import { type MadePlan, readPlan } from './plan-run.ts';

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
type SavedPlan = z.infer<typeof SavedPlan>;

/** Writes a plan down, to be carried out later and only as it is. */
export async function savePlan(path: string, { request, run, view, events }: MadePlan): Promise<void> {
  const saved: SavedPlan = {
    schema: 'rolecall/saved-plan/1',
    run,
    site: view.created?.site ?? '',
    ...request,
    digest: planDigest(events),
  };
  await writeFile(path, `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600 });
}

/** The plan that a file names; nothing where the file is no saved plan, but a site. */
export async function loadPlan(client: Client, context: Context, path: string): Promise<MadePlan | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (!text.startsWith('{')) return undefined;
  const { digest, run, intent, bundle, limit, resumes, simulate } = parse(path, text);
  const made = {
    request: { intent, bundle, limit, resumes, simulate },
    run,
    ...(await readPlan(client, context, run)),
  };
  return { ...made, expects: digest };
}

function parse(path: string, text: string): SavedPlan {
  try {
    return SavedPlan.parse(JSON.parse(text));
  } catch (cause) {
    throw new ControllerError('no_plan', `${path} is no saved plan`, {
      hint: `save one with: controller plan SITE --out ${path}`,
      cause,
    });
  }
}
