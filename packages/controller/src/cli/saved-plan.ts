import { readFile, writeFile } from 'node:fs/promises';
import { planDigest } from '../run/plan-digest.ts';
import type { Client } from './client/client.ts';
import type { Context } from './context.ts';
import { type MadePlan, readPlan } from './plan-run.ts';
import type { SavedPlan } from './saved-plan-file.ts';

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
  // Only a saved plan needs its schema: a site, which is what is given nearly always, does not wait for it.
  const { parsePlan } = await import('./saved-plan-file.ts');
  const { digest, run, intent, bundle, limit, resumes, simulate } = parsePlan(path, text);
  const made = {
    request: { intent, bundle, limit, resumes, simulate },
    run,
    ...(await readPlan(client, context, run)),
  };
  return { ...made, expects: digest };
}
