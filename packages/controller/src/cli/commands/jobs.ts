import type { JobName, UseName } from '@rolecall/protocol';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { since } from '../views/since.ts';
import { table } from '../views/table.ts';

interface SettleOptions {
  readonly site?: string;
}

/** `controller jobs`, `jobs done USE.JOB`, `jobs again USE.JOB`: what became of jobs, and saying so where nobody knows. */
export const define: Define = (command, context) => {
  command
    .option('--json', 'one JSON document on standard output')
    .action((options: { readonly json?: boolean }) => list(context, options));
  command
    .command('done <job>')
    .description('it took effect: it is not run again with the same key')
    .option('--site <site>', 'where several sites have such a job')
    .action((job: string, options: SettleOptions) => settle(context, job, 'done', options));
  command
    .command('again <job>')
    .description('it did not take effect, or may be repeated: the next apply runs it')
    .option('--site <site>', 'where several sites have such a job')
    .action((job: string, options: SettleOptions) => settle(context, job, 'again', options));
};

async function list(context: Context, options: { readonly json?: boolean }): Promise<void> {
  const jobs = await openClient(context).call('jobs.list', {});
  if (options.json === true) {
    context.stdout.write(`${JSON.stringify({ schema: 'rolecall/jobs/1', jobs })}\n`);
    return;
  }
  const rows = jobs.map(({ site, use, job, state, key, run, host, at }) => [
    `${use}.${job}`,
    site,
    state === 'begun' || state === 'interrupted' ? `unknown (${state})` : state,
    key ?? '-',
    host ?? '-',
    run,
    since(at),
  ]);
  context.stdout.write(table(['JOB', 'SITE', 'STATE', 'KEY', 'HOST', 'RUN', 'AGO'], rows));
}

async function settle(context: Context, name: string, as: 'done' | 'again', options: SettleOptions): Promise<void> {
  const [use, job] = name.split('.');
  await openClient(context).call('jobs.settle', {
    use: use as UseName,
    job: job as JobName,
    site: options.site ?? null,
    as,
  });
  context.stdout.write(as === 'done' ? `${name} counts as done\n` : `${name} is run again by the next apply\n`);
}
