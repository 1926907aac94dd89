import type { Sha256 } from '@rolecall/protocol';
import { sizeText } from '../../artifacts/size.ts';
import { ControllerError } from '../../error.ts';
import { type Manifest, membersOf } from '../../offline/manifest.ts';
import { type Checked, checkExport } from '../../offline/read.ts';
import type { Client } from '../client/client.ts';
import type { Context } from '../context.ts';
import { openClient } from '../open.ts';
import { localFile } from './local-file.ts';
import { progressLine } from './progress.ts';
import { sendFile, type Title } from './send.ts';

/** Takes all of an exported file, after all of it was looked at. Killed in between, the next time goes on with what is left. */
export async function importFile(context: Context, path: string, wanted: string | undefined): Promise<void> {
  if (wanted !== undefined) await localFile(path, wanted);
  const checking = progressLine(context, `checking ${path}`);
  const checked = await checkExport(path, checking.on).finally(checking.end);
  const client = openClient(context);
  const { manifest } = checked;
  const { version } = await client.call('status', {});
  if (version !== manifest.release) {
    context.stderr.write(`it was written by release ${manifest.release}, and this controller is ${version}\n`);
  }
  await checkRoom(client, path, manifest);
  await sendAll(client, context, path, checked);
  const packages = manifest.packages?.sha256 ?? null;
  await client.call('offline.take', { site: manifest.site, packages, agent: manifest.agent });
  const { artifacts, packages: set } = manifest;
  context.stdout.write(`${manifest.site}: ${artifacts.length} artifacts, ${set?.count ?? 0} packages, the agent\n`);
}

/** What does not fit is refused as a whole, before a part of it takes the room. */
async function checkRoom(client: Client, path: string, manifest: Manifest): Promise<void> {
  const { artifacts, uploads, used, quota } = await client.call('artifacts.list', {});
  const counted = new Set<string>([...artifacts, ...uploads].map(({ sha256 }) => sha256));
  const more = [...membersOf(manifest)].reduce((sum, [sha256, size]) => sum + (counted.has(sha256) ? 0 : size), 0);
  if (used + more <= quota) return;
  const room = `${sizeText(more)} more would be over the quota: artifacts take ${sizeText(used)} of ${sizeText(quota)}`;
  throw new ControllerError('over_quota', `nothing of ${path} was taken: ${room}`, {
    hint: 'make room with controller artifacts prune, or give more with serve --artifact-quota',
  });
}

async function sendAll(client: Client, context: Context, path: string, { manifest, places }: Checked): Promise<void> {
  let total = 0;
  for (const [sha256, title] of titlesOf(manifest)) {
    const place = places.get(sha256);
    if (place === undefined) throw new ControllerError('damaged', `${sha256} is not in ${path}`);
    const sending = progressLine(context, `storing ${title.name}`);
    await sendFile(client, { path, sha256, ...place }, title, sending.on).finally(sending.end);
    total += place.size;
  }
  context.stderr.write(`${sizeText(total)} are stored\n`);
}

/** What each content is called where it is stored. */
function* titlesOf({ site, release, agent, artifacts, packages }: Manifest): Generator<readonly [Sha256, Title]> {
  const short = (sha256: string): string => sha256.slice(0, 12);
  for (const { sha256, name, version } of artifacts) yield [sha256, { name: plain(name), version: version ?? null }];
  if (packages !== null) yield [packages.sha256, { name: `${site}-packages`, version: short(packages.sha256) }];
  yield [agent.bundle.sha256, { name: 'rolecall-agent', version: `${release}-${short(agent.bundle.sha256)}` }];
  for (const { sha256, architecture } of agent.runtimes) {
    yield [sha256, { name: `rolecall-runtime-${architecture}`, version: `${release}-${short(sha256)}` }];
  }
}

const plain = (name: string): string =>
  name.replace(/[^A-Za-z0-9._+~-]/g, '_').replace(/^[^A-Za-z0-9]+/, '') || 'artifact';
