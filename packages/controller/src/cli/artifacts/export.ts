import type { HostName, SiteContents } from '@rolecall/protocol';
import { sizeText } from '../../artifacts/size.ts';
import { ControllerError } from '../../error.ts';
import type { Manifest } from '../../offline/manifest.ts';
import { writeExport } from '../../offline/write.ts';
import type { Client } from '../client/client.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { bringSite, printFindings } from '../site.ts';
import { gatherPackages } from './packages.ts';
import { progressLine } from './progress.ts';
import { Sources } from './sources.ts';

export interface ExportOptions {
  readonly out: string;
  readonly like?: string;
  readonly packages?: boolean;
  readonly partial?: boolean;
}

/** Makes one file of all that a site's hosts fetch. */
export async function exportSite(context: Context, site: string, options: ExportOptions): Promise<number> {
  const client = openClient(context);
  const brought = await bringSite(client, site);
  if (!brought.ok) {
    printFindings(brought.findings, context);
    return EXIT.refused;
  }
  const like = (options.like ?? null) as HostName | null;
  const contents = await client.call('site.contents', { bundle: brought.bundle, like });
  if (options.partial !== true) refuseUnseen(contents);
  const sources = new Sources(client, context);
  const manifest = await gather(client, contents, sources, options);
  const writing = progressLine(context, `writing ${options.out}`);
  const written = await writeExport(options.out, manifest, sources.contentOf, writing.on).finally(writing.end);
  sources.drop();
  sayLacking(context, manifest);
  const { artifacts, packages } = manifest;
  const counts = `${artifacts.length} artifacts, ${packages?.count ?? 0} packages, the agent for ${architectures(manifest)}`;
  context.stdout.write(`${options.out}: ${counts}; ${sizeText(written.size)}\n${written.sha256}\n`);
  return EXIT.fine;
}

const architectures = ({ agent }: Manifest): string =>
  agent.runtimes.map(({ architecture }) => architecture).join(', ');

function refuseUnseen({ unseen }: SiteContents): void {
  const [first] = unseen;
  if (first === undefined) return;
  const more = unseen.length === 1 ? '' : `, and of ${unseen.length - 1} more`;
  throw new ControllerError('unseen', `nobody knows what ${first.instance} fetches (${first.why})${more}`, {
    hint: 'name a host that those are like with --like HOST, or leave them out with --partial',
  });
}

async function gather(
  client: Client,
  contents: SiteContents,
  sources: Sources,
  options: ExportOptions,
): Promise<Manifest> {
  const packages = options.packages === true;
  const artifacts: Manifest['artifacts'] = [];
  for (const artifact of contents.artifacts) {
    const { sha256, name, version } = artifact;
    artifacts.push({ sha256, name, version, size: await sources.size(artifact) });
  }
  const { version: release } = await client.call('status', {});
  const wanted = contents.packages.map(({ name, version }) => (version === null ? name : `${name}=${version}`));
  return {
    schema: 'rolecall/offline/1',
    site: contents.site,
    release,
    agent: await client.call('offline.agent', {}),
    artifacts,
    packages: packages && wanted.length > 0 ? await gatherPackages(client, sources, wanted, options) : null,
    lacks: {
      images: contents.images,
      packages: packages ? [] : wanted,
      unseen: contents.unseen.map(({ instance }) => instance),
    },
  };
}

/** What hosts will need from elsewhere nevertheless. */
function sayLacking({ stderr }: Context, { lacks }: Manifest): void {
  const { images, packages, unseen } = lacks;
  for (const image of images) stderr.write(`not in it: the image ${image}\n`);
  if (packages.length > 0) stderr.write(`not in it: ${packages.length} packages; --packages takes them along\n`);
  for (const instance of unseen) stderr.write(`not in it: whatever ${instance} fetches\n`);
}
