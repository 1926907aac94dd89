import type { RunId } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import { carryOut } from '../carry-out.ts';
import type { Client } from '../client/client.ts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { type ApplyOptions, applyOptions } from '../plan-options.ts';
import { type PlanRequest, planRun, readPlan } from '../plan-run.ts';

/** `controller rollback RUN`: put back what stood on the hosts before a run. */
export const define: Define = (command, context) => {
  applyOptions(command)
    .argument('<run>', 'the run that is undone; controller runs lists them')
    .action(async (run: string, options: ApplyOptions) => {
      process.exitCode = await rollback(context, run as RunId, options);
    });
};

async function rollback(context: Context, run: RunId, options: ApplyOptions): Promise<number> {
  const client = openClient(context);
  const planned = await planRun(client, context, await requestFor(client, context, run));
  return (await carryOut(client, context, planned, { ...options, question: 'Put this back?' })).code;
}

async function requestFor(client: Client, context: Context, run: RunId): Promise<PlanRequest> {
  const { created, finished } = (await readPlan(client, context, run)).view;
  if (created === undefined || finished === undefined) {
    throw new ControllerError('not_finished', `run ${run} has not finished yet`);
  }
  return { intent: { is: 'undo', run }, bundle: created.bundle, limit: null, resumes: null, simulate: false };
}
