import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { table } from '../views/table.ts';

const DONE = {
  prepare: 'the next one is there: it is trusted from the next apply on, and signs nothing yet\n',
  switch: 'the next one signs: the next apply makes every certificate of a service anew\n',
  retire: 'the former one is forgotten: from the next apply on it is not trusted\n',
} as const;

/** `controller authority`: who signs certificates of services; `prepare`, `switch` and `retire` change its key, with an apply after each. */
export const define: Define = (command, context) => {
  command
    .option('--pem', 'only the certificates that are to be trusted')
    .option('--json', 'one JSON document on standard output')
    .action(({ pem, json }: Shown) => show(context, { pem, json }));
  step('prepare', 'make the next one: trusted beside the other from the next apply on');
  step('switch', 'let the next one sign');
  step('retire', 'trust the former one no longer');

  function step(name: keyof typeof DONE, description: string): void {
    command
      .command(name)
      .description(description)
      .action(async () => {
        await openClient(context).call('authority.change', { step: name });
        context.stdout.write(DONE[name]);
      });
  }
};

interface Shown {
  readonly pem?: boolean | undefined;
  readonly json?: boolean | undefined;
}

async function show(context: Context, { pem, json }: Shown): Promise<void> {
  const { trusted, generations } = await openClient(context).call('authority.show', {});
  if (json === true) {
    context.stdout.write(`${JSON.stringify({ schema: 'rolecall/authority/1', trusted, generations })}\n`);
    return;
  }
  if (pem === true) {
    context.stdout.write(trusted);
    return;
  }
  const rows = generations.map(({ number, is, notAfter }) => [
    String(number),
    is,
    new Date(notAfter).toISOString().slice(0, 10),
  ]);
  context.stdout.write(table(['AUTHORITY', 'IS', 'UNTIL'], rows));
}
