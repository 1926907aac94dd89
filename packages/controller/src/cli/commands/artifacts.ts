import type { Output } from '@rolecall/protocol';
import { sizeText } from '../../artifacts/size.ts';
import { type AddOptions, addArtifacts } from '../artifacts/add.ts';
import type { ExportOptions } from '../artifacts/export.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { duration } from '../duration.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { since } from '../views/since.ts';
import { table } from '../views/table.ts';

interface PruneOptions {
  readonly olderThan: string;
  readonly yes?: boolean;
}

/** `controller artifacts add FILE|URL…`, `list`, `prune`, `export SITE`, `import FILE`: files that hosts fetch from the controller. */
export const define: Define = (command, context) => {
  command
    .command('add <file|url...>')
    .description('store files; hosts may fetch those that an artifact of theirs names by its checksum')
    .option('--sha256 <checksum>', 'refuse anything else')
    .option('--name <name>', 'what people call it; the last part of its path by default')
    .option('--version <version>', 'one version of a name has one checksum')
    .option('--json', 'one JSON document on standard output')
    .action((sources: readonly string[], options: AddOptions) => addArtifacts(context, sources, options));
  command
    .command('list')
    .description('what is stored, how large it is, which instances use it, and when a drill last restored it')
    .option('--json', 'one JSON document on standard output')
    .action(async (options: { readonly json?: boolean }) => {
      const listed = await openClient(context).call('artifacts.list', {});
      const document = `${JSON.stringify({ schema: 'rolecall/artifacts/1', ...listed })}\n`;
      context.stdout.write(options.json === true ? document : listText(listed));
    });
  command
    .command('prune')
    .description('remove what no instance was applied with and no run hands out')
    .option('--older-than <duration>', 'only what nobody added or planned with for so long', '7d')
    .option('-y, --yes', 'do not ask')
    .action(async (options: PruneOptions) => {
      process.exitCode = await prune(context, options);
    });
  command
    .command('export <site>')
    .description('make one file of all that the hosts of a site fetch, for a controller that reaches nothing')
    .requiredOption('--out <file>', 'where to write it')
    .option('--like <host>', 'a host of this controller: those that it never saw are taken to be like it')
    .option('--packages', 'take Debian packages along, with all that they need, as apt on that host says')
    .option('--partial', 'also where nobody knows what some instances fetch')
    .action(async (site: string, options: ExportOptions) => {
      const { exportSite } = await import('../artifacts/export.ts');
      process.exitCode = await exportSite(context, site, options);
    });
  command
    .command('import <file>')
    .description('take what export wrote; nothing of it before all of it was looked at')
    .option('--sha256 <checksum>', 'of the whole file, as export printed it')
    .action(async (file: string, { sha256 }: { readonly sha256?: string }) => {
      const { importFile } = await import('../artifacts/import.ts');
      await importFile(context, file, sha256);
    });
};

type Listed = Output<'artifacts.list'>;

function listText({ artifacts, uploads, used, quota }: Listed): string {
  const rows = artifacts.map((artifact) => [
    artifact.name,
    artifact.version ?? '',
    sizeText(artifact.size),
    usedText(artifact),
    `${since(artifact.added)} ago by ${artifact.operator}`,
    artifact.drilled === null ? '-' : `${since(artifact.drilled.at)} ago`,
    artifact.sha256,
  ]);
  const coming = uploads.map(({ name, size, offset, at }) => {
    return `${name}: ${sizeText(offset)} of ${sizeText(size)} came, the last of it ${since(at)} ago\n`;
  });
  const titles = ['NAME', 'VERSION', 'SIZE', 'USED BY', 'ADDED', 'DRILLED', 'SHA256'];
  return `${table(titles, rows)}${coming.join('')}${sizeText(used)} of ${sizeText(quota)}\n`;
}

/** `SITE: INSTANCE, …`, and how many more there are. */
function usedText({ usedBy, uses }: Listed['artifacts'][number]): string {
  const shown = usedBy.slice(0, 3);
  const sites = [...new Set(shown.map(({ site }) => site))];
  const named = sites.map((site) => {
    return `${site}: ${shown
      .filter((use) => use.site === site)
      .map(({ instance }) => instance)
      .join(', ')}`;
  });
  return `${named.join('; ')}${uses > shown.length ? ` and ${uses - shown.length} more` : ''}` || '-';
}

async function prune(context: Context, { olderThan, yes }: PruneOptions): Promise<number> {
  const client = openClient(context);
  const olderThanMs = duration(olderThan);
  const unused = await client.call('artifacts.unused', { olderThanMs });
  if (unused.length === 0) {
    context.stdout.write('nothing is unused\n');
    return EXIT.fine;
  }
  const rows = unused.map(({ name, version, size, added, sha256 }) => {
    return [name, version ?? '', sizeText(size), `${since(added)} ago`, sha256];
  });
  context.stdout.write(table(['NAME', 'VERSION', 'SIZE', 'ADDED', 'SHA256'], rows));
  if (yes !== true && !(await confirm('Remove these?', context, 'prune'))) return EXIT.refused;
  const hashes = unused.map(({ sha256 }) => sha256);
  const { removed, freed } = await client.call('artifacts.prune', { hashes, olderThanMs });
  context.stdout.write(`removed ${removed.length}, which gives back ${sizeText(freed)}\n`);
  return EXIT.fine;
}
