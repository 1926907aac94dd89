import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Prior } from '../contract/prior.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { runChecked } from '../host/checked.ts';
import { needOwnPath } from '../host/own-path.ts';
import { readEach } from '../host/read-each.ts';
import { insteadOf, MAX_FILE_BYTES, needFolder } from '../host/regular-file.ts';
import { formatOf } from './format.ts';
import { ARTIFACT_PREFIX, ARTIFACT_RECORD } from './record.ts';
import type { ArtifactParams } from './resource.ts';
import { checksumOf, missingIn, type Version, versionsIn } from './versions.ts';

export interface ArtifactState {
  /** What lies in the folder of the wanted version: its checksum, and how much of it is missing. */
  readonly content?: string;
  /** The version that the link points to. */
  readonly current?: string;
  /** Versions that are more than are to be kept. */
  readonly surplus: readonly string[];
}

type Looked =
  | { readonly is: 'known'; readonly content: string | undefined }
  | { readonly is: 'unknown'; readonly reason: string };

const FOLDER = { owner: 'root', group: 'root', mode: 0o755 };
/** Removing a large tree takes minutes on slow disks. In ms. */
const REMOVE_LIMIT = 600_000;

const nameOf = ({ as, path }: ArtifactParams): string => as ?? path.slice(path.lastIndexOf('/') + 1);
const linkOf = ({ path }: ArtifactParams): string => `${path}/current`;
const folderOf = ({ path, version }: ArtifactParams): string => `${path}/${version}`;

function want({ sha256, version, link }: ArtifactParams): Partial<ArtifactState> {
  return { content: sha256, ...(link ? { current: version } : {}), surplus: [] };
}

/** What lies where the version belongs. Something unknown is never replaced. */
async function lookAtVersion(host: Host, params: ArtifactParams, versions: readonly Version[]): Promise<Looked> {
  const folder = folderOf(params);
  const entry = await host.stat(folder);
  if (entry === undefined) return { is: 'known', content: undefined };
  if (entry.type !== 'directory') return { is: 'unknown', reason: insteadOf('a directory', folder, entry) };
  const record = versions.find(({ name }) => name === params.version)?.record;
  const unrecorded = (): Promise<string | undefined> => checksumOf(host, `${folder}/${nameOf(params)}`, MAX_FILE_BYTES);
  const sha256 = record?.sha256 ?? (formatOf(params) === 'file' ? await unrecorded() : undefined);
  if (sha256 === undefined || ![params.sha256, ...params.previous].includes(sha256))
    return unknownContent(folder, sha256);
  if (record === undefined) return { is: 'known', content: `${sha256}, put there by hand` };
  const missing = await missingIn(host, folder, record);
  return { is: 'known', content: missing === 0 ? sha256 : `${sha256}, ${missing} entries are missing` };
}

function unknownContent(folder: string, sha256: string | undefined): Looked {
  const what =
    sha256 === undefined ? 'was not put there by Rolecall' : `has the checksum ${sha256}, which is not expected`;
  const todo = sha256 === undefined ? 'Move it away' : 'Move it away, or list that checksum in `previous`';
  return { is: 'unknown', reason: `${folder} ${what}: it is left as it is. ${todo}.` };
}

async function read(host: Host, params: ArtifactParams): Promise<Observed<ArtifactState>> {
  const entry = await host.stat(params.path);
  if (entry === undefined) return { is: 'absent' };
  if (entry.type !== 'directory') return { is: 'unknown', reason: insteadOf('a directory', params.path, entry) };
  const versions = await versionsIn(host, params.path);
  const looked = await lookAtVersion(host, params, versions);
  if (looked.is === 'unknown') return looked;
  const link = await host.stat(linkOf(params));
  if (params.link && link !== undefined && link.type !== 'link') {
    return { is: 'unknown', reason: insteadOf('a link', linkOf(params), link) };
  }
  const surplus = surplusOf(params, versions);
  if (looked.content === undefined && versions.length === 0) return { is: 'absent' };
  return {
    is: 'present',
    state: {
      surplus,
      ...(looked.content === undefined ? {} : { content: looked.content }),
      ...(link?.target === undefined ? {} : { current: link.target }),
    },
  };
}

const surplusOf = ({ version, keep }: ArtifactParams, versions: readonly Version[]): readonly string[] =>
  versions
    .map(({ name }) => name)
    .filter((name) => name !== version)
    .slice(keep - 1);

async function write(host: Host, { params, found }: Write<ArtifactParams, ArtifactState>): Promise<void> {
  const state = found.is === 'present' ? found.state : undefined;
  if ((await host.stat(params.path)) === undefined) {
    await needFolder(host, params.path);
    await host.makeDirectory(params.path, FOLDER);
  }
  if (state?.content !== params.sha256) await unpack(host, params);
  if (params.link && state?.current !== params.version) await host.makeLink(linkOf(params), params.version);
  for (const name of surplusOf(params, await versionsIn(host, params.path)))
    await removeVersion(host, params.path, name);
}

async function unpack(host: Host, params: ArtifactParams): Promise<void> {
  const format = formatOf(params);
  if (format === undefined) throw new ResourceError('no_format', `Nobody says how ${params.path} is packed.`);
  const { url, headers, sha256, mode, strip, setuid, owner, group, maxBytes, maxEntries, timeoutMs } = params;
  const from = url === undefined ? {} : { from: { url, headers } };
  const as = { name: nameOf(params), mode };
  const limits = { maxBytes, maxEntries, timeoutMs };
  await host.unpack({ folder: folderOf(params), sha256, ...from, format, as, strip, setuid, owner, group, ...limits });
}

/** The record goes last: what was cut off in between is still known as a version, and removed the next time. */
async function removeVersion(host: Host, path: string, name: string): Promise<void> {
  const folder = `${path}/${name}`;
  await needOwnPath(host, folder);
  const content = (await host.list(folder)).filter((each) => each !== ARTIFACT_RECORD);
  const argv = ['find', folder, '-mindepth', '1', '-maxdepth', '1', '!', '-name', ARTIFACT_RECORD];
  if (content.length > 0)
    await removeBy(host, folder, [...argv, '-exec', 'rm', '-rf', '--one-file-system', '--', '{}', '+']);
  await removeBy(host, folder, ['rm', '-rf', '--one-file-system', '--', folder]);
}

const removeBy = (host: Host, what: string, argv: readonly string[]): Promise<unknown> =>
  runChecked(host, `${what} could not be removed`, { argv, timeoutMs: REMOVE_LIMIT });

/** Takes away all versions that were unpacked here, the link to one of them, and the folder where nothing else is in it. */
async function remove(host: Host, params: ArtifactParams): Promise<void> {
  const { path } = params;
  if ((await host.stat(path))?.type !== 'directory') return;
  const versions = await versionsIn(host, path);
  const link = await host.stat(linkOf(params));
  if (link?.type === 'link' && versions.some(({ name }) => name === link.target))
    await host.removeEntry(linkOf(params));
  for (const { name } of versions) await removeVersion(host, path, name);
  const halves = (await host.list(path)).filter((name) => name.startsWith(ARTIFACT_PREFIX));
  if (halves.length > 0) {
    await needOwnPath(host, linkOf(params));
    await removeBy(host, path, ['rm', '-rf', '--one-file-system', '--', ...halves.map((name) => `${path}/${name}`)]);
  }
  if ((await host.list(path)).length === 0) await host.removeEntry(path);
}

/** Versions are too large to be kept twice: what is remembered is which one was current, and whether this one was there. */
async function capture(host: Host, params: ArtifactParams): Promise<Prior> {
  const link = await host.stat(linkOf(params));
  const current = link?.type === 'link' ? (link.target ?? null) : null;
  const versions = await versionsIn(host, params.path);
  const checksum = (of: string | null): string | null =>
    versions.find(({ name }) => name === of)?.record.sha256 ?? null;
  const folder = (await host.stat(params.path)) !== undefined;
  return { state: { folder, current, currentSha256: checksum(current), versionSha256: checksum(params.version) } };
}

async function restore(host: Host, params: ArtifactParams, { state = {} }: Prior): Promise<void> {
  const now = (await versionsIn(host, params.path)).map(({ name, record }) => `${name} ${record.sha256}`);
  const { current, currentSha256, versionSha256 } = state;
  const needed = [
    ...(typeof currentSha256 === 'string' ? [`${current} ${currentSha256}`] : []),
    ...(typeof versionSha256 === 'string' ? [`${params.version} ${versionSha256}`] : []),
  ];
  const lost = needed.find((each) => !now.includes(each));
  if (lost !== undefined) {
    throw new ResourceError(
      'no_prior',
      `${params.path}/${lost.split(' ')[0]} cannot be brought back: it was replaced or removed.`,
      {
        hint: 'Apply a site that declares that version, with its checksum.',
      },
    );
  }
  const link = await host.stat(linkOf(params));
  if (typeof current === 'string') await host.makeLink(linkOf(params), current);
  else if (link?.type === 'link') await host.removeEntry(linkOf(params));
  if (versionSha256 === null && now.some((each) => each.startsWith(`${params.version} `))) {
    await removeVersion(host, params.path, params.version);
  }
  const isEmpty = (await host.list(params.path)).length === 0;
  if (state.folder === false && isEmpty && (await host.stat(params.path)) !== undefined)
    await host.removeEntry(params.path);
}

/** Artifacts: fetched and unpacked by a program of their own; what is read are the records that it leaves. */
export const artifactProvider: Provider<ArtifactParams, ArtifactState> = {
  want,
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const change of changes) await write(host, change);
  },
  remove,
  capture,
  restore,
};
