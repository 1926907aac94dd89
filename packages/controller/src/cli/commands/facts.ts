import type { HostName, Json } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { printable } from '../views/printable.ts';

/** `controller facts HOST [PATH]`: what a host last said about itself. */
export const define: Define = (command, context) => {
  command
    .argument('<host>')
    .argument('[path]', 'for example mem.total or net.interfaces.0.name')
    .option('--json', 'one JSON document on standard output')
    .action(async (host: string, path: string | undefined, options: { readonly json?: boolean }) => {
      const { facts, at } = await openClient(context).call('facts.get', { host: host as HostName });
      const value = path === undefined ? (facts as Json) : valueAt(facts as Json, path, host);
      const document = { schema: 'rolecall/facts/1', host, at, path: path ?? null, value };
      context.stdout.write(options.json === true ? `${JSON.stringify(document)}\n` : `${show(value)}\n`);
    });
};

function valueAt(facts: Json, path: string, host: string): Json {
  let value: Json | undefined = facts;
  for (const word of path.split('.')) {
    const here: Json | undefined = value;
    value = typeof here === 'object' && here !== null ? (here as { readonly [key: string]: Json })[word] : undefined;
    if (value === undefined) {
      const near = typeof here === 'object' && here !== null ? Object.keys(here).join(', ') : 'nothing below';
      throw new ControllerError('no_fact', `${host} has no fact ${path}`, {
        hint: `beside "${word}" there is: ${near}`,
      });
    }
  }
  return value;
}

const show = (value: Json): string => printable(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
