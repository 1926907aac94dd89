import { type CarriedOut, carryOut } from '../carry-out.ts';
import type { Client } from '../client/client.ts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { type ApplyOptions, applyOptions, limitOption, restartOption, skipOption } from '../plan-options.ts';
import { loadPlan } from '../saved-plan.ts';
import { makePlan } from './plan.ts';

interface Options extends ApplyOptions {
  readonly resume?: string;
  readonly twice?: boolean;
  readonly detach?: boolean;
}

/** `controller apply SITE`: plan, ask, run. */
export const define: Define = (command, context) => {
  restartOption(skipOption(applyOptions(limitOption(command))))
    .argument('<site>', 'the site file, for example site.ts, or a plan that was saved with plan --out')
    .option('--resume <run>', 'go on with what a failed run left')
    .option('--twice', 'apply again afterwards, and fail if the second time changes anything')
    .option('--detach', 'start the run and leave')
    .action(async (site: string, options: Options) => {
      process.exitCode = await apply(openClient(context), context, site, options);
    });
};

async function apply(client: Client, context: Context, site: string, options: Options): Promise<number> {
  const first = await once(client, context, site, options);
  if (options.twice !== true || first.view === undefined || first.code >= EXIT.hostFailed) return first.code;
  const second = await once(client, context, site, { ...options, yes: true });
  const changed = [...(second.view?.instances.values() ?? [])].filter(({ outcome }) => outcome === 'changed');
  if (changed.length === 0) return second.code === EXIT.fine ? first.code : second.code;
  context.stderr.write(
    `the second apply changed ${changed.map(({ instance }) => instance).join(', ')}: it must change nothing\n`,
  );
  return EXIT.hostFailed;
}

async function once(client: Client, context: Context, site: string, options: Options): Promise<CarriedOut> {
  const planned = (await loadPlan(client, context, site)) ?? (await makePlan(client, context, site, options));
  if (planned === undefined) return { code: EXIT.refused };
  return carryOut(client, context, planned, { ...options, question: 'Apply this?' });
}
