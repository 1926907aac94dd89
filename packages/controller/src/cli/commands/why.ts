import type { InstanceId, RunId } from '@rolecall/protocol';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { describeFault } from '../print-error.ts';

/** `controller why INSTANCE`: which gate holds it, in the latest run or a named one. */
export const define: Define = (command, context) => {
  command
    .argument('<instance>', 'for example redis@db-1, or a job: cassandra.schema')
    .option('--run <run>', 'another run than the latest')
    .action(async (instance: string, options: { readonly run?: string }) => {
      const answer = await openClient(context).call('why', {
        instance: (instance.includes('@') ? instance : `${instance}@-`) as InstanceId,
        run: (options.run ?? null) as RunId | null,
      });
      const fault = answer.fault === null ? [] : [describeFault(answer.fault)];
      const reasons = [...answer.reasons, ...fault];
      context.stdout.write(`${(reasons.length === 0 ? [`nothing holds ${instance}`] : reasons).join('\n')}\n`);
    });
};
