import type { PackRow, Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Define } from '../define.ts';
import { openClient } from '../open.ts';
import { printable } from '../views/printable.ts';
import { since } from '../views/since.ts';
import { table } from '../views/table.ts';

/** `controller packs list`, `show SHA256`, `admit SHA256`, `revoke SHA256`: the code of kinds that roles bring. */
export const define: Define = (command, context) => {
  command
    .command('list')
    .description('packs that sites brought, and whether agents may load them')
    .option('--json', 'one document')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const packs = await openClient(context).call('packs.list', {});
      const shown = table(['PACK', 'KIND', 'PACKAGE', 'BYTES', 'STATE', 'BY', 'SINCE'], packs.map(asRow));
      context.stdout.write(json === true ? `${JSON.stringify({ schema: 'rolecall/packs/1', packs })}\n` : shown);
    });
  command
    .command('show <sha256>')
    .description('the whole code of a pack: what would run as root on hosts')
    .action(async (name: string) => {
      const { text } = await openClient(context).call('packs.show', { pack: hashIn(name) });
      context.stdout.write(printable(text));
    });
  command
    .command('admit <sha256>')
    .description('let agents load a pack; who did it stands in the audit chain')
    .action(async (name: string) => {
      const { kind, pack } = await openClient(context).call('packs.admit', { pack: hashIn(name) });
      context.stdout.write(`agents may load ${pack} for ${kind}\n`);
    });
  command
    .command('revoke <sha256>')
    .description(
      'let no agent load a pack any longer: at once on linked hosts, on the others before they are given work',
    )
    .action(async (name: string) => {
      const { kind, pack } = await openClient(context).call('packs.revoke', { pack: hashIn(name) });
      context.stdout.write(`no agent loads ${pack} for ${kind} any longer\n`);
    });
};

const asRow = ({ pack, kind, package: name, version, bytes, state, by, at }: PackRow): string[] =>
  [pack, kind, name === '' ? '-' : `${name} ${version}`, String(bytes), state, by ?? '-', since(at)].map(printable);

/** Whole: what is admitted is this code and no other. */
function hashIn(name: string): Sha256 {
  if (/^[0-9a-f]{64}$/.test(name)) return name as Sha256;
  throw new ControllerError('usage', `a pack is named by its whole SHA-256, 64 digits in lower case, not "${name}"`, {
    hint: 'controller packs list shows them',
  });
}
