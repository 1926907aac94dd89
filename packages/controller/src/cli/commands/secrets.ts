import type { SecretName } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { since } from '../views/since.ts';
import { table } from '../views/table.ts';

/** The store's own limit for one value. */
const MAX_BYTES = 32 * 1024;

/** `controller secrets set NAME < FILE`, `list`, `remove NAME`. Values go in and never come out. */
export const define: Define = (command, context) => {
  command
    .command('set <name>')
    .description('take a value from standard input; one newline at its end is not part of it')
    .action(async (name: string) => {
      const value = await valueFromInput();
      const { version } = await openClient(context).call('secrets.set', {
        name: name as SecretName,
        value: value.toString('base64'),
      });
      context.stdout.write(`${name} is set (version ${version})\n`);
    });
  command
    .command('list')
    .description('names, versions and ages; never values')
    .action(async () => {
      const secrets = await openClient(context).call('secrets.list', {});
      const rows = secrets.map(({ name, version, at }) => [name, String(version), since(at)]);
      context.stdout.write(table(['SECRET', 'VERSION', 'AGE'], rows));
    });
  command
    .command('remove <name>')
    .description('forget a secret')
    .action(async (name: string) => {
      const { removed } = await openClient(context).call('secrets.remove', { name: name as SecretName });
      context.stdout.write(removed ? `${name} is forgotten\n` : `there is no secret ${name}\n`);
    });
};

async function valueFromInput(): Promise<Buffer> {
  if (process.stdin.isTTY === true) {
    throw new ControllerError(
      'usage',
      'a secret is taken from standard input, so that it is in no history and no process list',
      {
        hint: 'for example: controller secrets set redis/password < password.txt',
      },
    );
  }
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of process.stdin) {
    pieces.push(piece);
    size += piece.length;
    if (size > MAX_BYTES + 1) throw new ControllerError('usage', `a secret holds at most ${MAX_BYTES} bytes`);
  }
  const value = Buffer.concat(pieces);
  const end = value.at(-1) === 0x0a ? value.length - 1 : value.length;
  if (end === 0) throw new ControllerError('usage', 'standard input was empty: a secret has at least one byte');
  return value.subarray(0, end);
}
