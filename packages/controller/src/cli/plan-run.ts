import type { PreflightCheck, RunEvent, RunId, RunIntent, Sha256, UseName } from '@rolecall/protocol';
import type { Client } from './client/client.ts';
import type { Context } from './context.ts';
import { type LiveView, silentView } from './views/live.ts';
import type { RunView } from './views/model.ts';
import { watchRun } from './watch-run.ts';

/** What is to be planned. */
export interface PlanRequest {
  readonly intent: RunIntent;
  readonly bundle: Sha256;
  readonly limit: string | null;
  readonly resumes: RunId | null;
  /** Carries each catalog out on a copy of its host, to tell what that does. */
  readonly simulate: boolean;
  /** Checks of preflight that do not stop it. */
  readonly skips?: PreflightCheck[];
  /** Uses whose services do now what they put off. */
  readonly restarts?: UseName[];
}

/** A plan that the controller made, with everything that it says. */
export interface MadePlan {
  readonly request: PlanRequest;
  readonly run: RunId;
  readonly view: RunView;
  readonly events: readonly RunEvent[];
  /** The digest that it was saved under, if it was: it is carried out only where nothing has moved since. */
  readonly expects: Sha256 | null;
}

/** Lets the controller plan, and waits for it. */
export async function planRun(
  client: Client,
  context: Context,
  request: PlanRequest,
  live: LiveView = silentView(),
): Promise<MadePlan> {
  const { run } = await client.call('runs.start', { mode: 'plan', plan: null, expects: null, ...request });
  return { request, run, expects: null, ...(await readPlan(client, context, run, live)) };
}

/** Reads a plan that was made. */
export async function readPlan(
  client: Client,
  context: Context,
  run: RunId,
  live: LiveView = silentView(),
): Promise<Pick<MadePlan, 'view' | 'events'>> {
  const events: RunEvent[] = [];
  const seen: LiveView = {
    see: (event) => {
      events.push(event.body);
      live.see(event);
    },
    say: (line) => live.say(line),
    end: () => live.end(),
  };
  return { view: await watchRun(client, run, seen, context.stderr), events };
}
