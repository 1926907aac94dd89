import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { commandFailed, lastLines, runChecked, succeeded } from '../host/checked.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { modeText } from '../host/paths.ts';
import { reasonOf } from '../host/read-each.ts';
import { lookAtFile } from '../host/regular-file.ts';
import { unitProvider } from '../unit/provider.ts';
import type { ContainerParams } from './resource.ts';
import { ENVIRONMENTS, environmentPath, environmentText, referenceOf, unitText } from './unit.ts';

export interface ContainerState {
  readonly image?: string;
  readonly unit?: string;
  /** Whether systemd has read the unit as it is. */
  readonly loaded: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Names in the environment, also of those that are not wanted. */
  readonly variables: readonly string[];
  /** Owner, group and mode of the environment's file. */
  readonly access?: string;
}

const FILE = { owner: 'root', group: 'root', mode: 0o600 };
const FOLDER = { owner: 'root', group: 'root', mode: 0o700 };
const ACCESS = 'root:root 0600';
/** Large images over slow lines. In ms. */
const PULL_LIMIT = 3_600_000;
/** Where an archive lies until the engine has loaded it. */
const ARCHIVES = '/var/lib/rolecall-images';
/** More than any image has: the controller's quota is what bounds archives. In bytes. */
const MAX_ARCHIVE = 1024 ** 4;

const unitOf = (params: ContainerParams) => ({ name: `${params.name}.service`, content: unitText(params) });

const want = (params: ContainerParams): Partial<ContainerState> => ({
  image: referenceOf(params),
  unit: unitText(params),
  loaded: true,
  environment: params.environment,
  variables: Object.keys(params.environment).sort(),
  access: ACCESS,
});

/** Whether the engine has an image; it has none where there is no engine yet. */
async function hasImage(host: Host, params: ContainerParams): Promise<boolean> {
  const { engine } = params;
  const image = referenceOf(params);
  const words = engine === 'podman' ? ['image', 'exists', image] : ['image', 'inspect', '--format={{.Id}}', image];
  return succeeded(await host.query([engine, ...words]));
}

function variablesOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

type Unit = Awaited<ReturnType<typeof unitProvider.read>>[number];

async function read(host: Host, params: ContainerParams, unit: Unit | undefined): Promise<Observed<ContainerState>> {
  if (unit === undefined || unit.is === 'unknown') return unit ?? { is: 'unknown', reason: 'systemd gave no answer' };
  const file = await lookAtFile(host, environmentPath(params));
  if (file.is === 'unknown') return file;
  if (unit.is === 'absent' && file.is === 'absent') return { is: 'absent' };
  const environment = file.is === 'absent' ? {} : variablesOf(new TextDecoder().decode(file.bytes));
  const entry = file.is === 'absent' ? undefined : file.entry;
  return {
    is: 'present',
    state: {
      loaded: unit.is === 'present' && unit.state.loaded,
      environment,
      variables: Object.keys(environment).sort(),
      ...((await hasImage(host, params)) ? { image: referenceOf(params) } : {}),
      ...(unit.is === 'present' ? { unit: unit.state.content } : {}),
      ...(entry === undefined ? {} : { access: `${entry.owner}:${entry.group} ${modeText(entry.mode)}` }),
    },
  };
}

async function readAll(host: Host, wanted: readonly ContainerParams[]): Promise<readonly Observed<ContainerState>[]> {
  const units = await unitProvider.read(host, wanted.map(unitOf));
  const answers: Observed<ContainerState>[] = [];
  for (const [index, params] of wanted.entries()) {
    const answer = read(host, params, units[index]);
    answers.push(
      await answer.catch((error: unknown): Observed<ContainerState> => ({ is: 'unknown', reason: reasonOf(error) })),
    );
  }
  return answers;
}

async function pullImage(host: Host, { engine, name, image }: ContainerParams): Promise<void> {
  const argv = [engine, 'pull', '--quiet', image];
  const hint = `Check that ${engine} is installed, and that this host reaches the registry and may fetch from it.`;
  await runChecked(host, `The image of ${name} could not be fetched`, { argv, timeoutMs: PULL_LIMIT }, hint);
}

/** Fetches an archive from the controller and lets the engine load it: what it has then must be the image that is wanted. */
async function loadImage(host: Host, params: ContainerParams, sha256: string): Promise<void> {
  const { engine, name } = params;
  const folder = `${ARCHIVES}/${sha256}`;
  const limits = { maxBytes: MAX_ARCHIVE, maxEntries: 1, timeoutMs: PULL_LIMIT };
  const as = { name: 'image', mode: 0o600 };
  if ((await host.stat(ARCHIVES)) === undefined) await host.makeDirectory(ARCHIVES, FOLDER);
  await host.unpack({
    folder,
    sha256,
    format: 'file',
    as,
    strip: 0,
    setuid: false,
    owner: 'root',
    group: 'root',
    ...limits,
  });
  const argv = [engine, 'load', '--quiet', '--input', `${folder}/image`];
  const loaded = await host.run({ argv, timeoutMs: PULL_LIMIT });
  const gone = ['rm', '-rf', '--one-file-system', '--', ARCHIVES];
  await runChecked(host, `${ARCHIVES} could not be removed`, { argv: gone, timeoutMs: PULL_LIMIT });
  const what = `The image of ${name} could not be loaded`;
  if (!succeeded(loaded)) throw commandFailed(what, argv, loaded, `Check that ${engine} is installed and has room.`);
  if (await hasImage(host, params)) return;
  throw new ResourceError(
    'other_image',
    `${engine} loaded the archive of ${name}, and has no ${referenceOf(params)}.`,
    {
      command: argv.join(' '),
      lastLines: lastLines(loaded),
      hint: 'See under which id it has the image: the site names another one, or this engine gives ids of its own.',
    },
  );
}

/** The unit comes last: whatever starts it finds the image and the environment that go with it. */
async function write(host: Host, { params, found }: Write<ContainerParams, ContainerState>): Promise<void> {
  const { archive } = params;
  const state = found.is === 'present' ? found.state : undefined;
  if (!(await hasImage(host, params))) {
    await (archive === undefined ? pullImage(host, params) : loadImage(host, params, archive.sha256));
  }
  if ((await host.stat(ENVIRONMENTS)) === undefined) await host.makeDirectory(ENVIRONMENTS, FOLDER);
  await host.writeFile(environmentPath(params), {
    content: new TextEncoder().encode(environmentText(params)),
    ...FILE,
  });
  if (state?.unit === unitText(params) && state.loaded) return;
  await unitProvider.write(host, [{ params: unitOf(params), found: { is: 'absent' } }]);
}

async function remove(host: Host, params: ContainerParams): Promise<void> {
  await unitProvider.remove(host, unitOf(params));
  if ((await host.stat(environmentPath(params)))?.type === 'file') await host.removeEntry(environmentPath(params));
  const isLast = (await host.stat(ENVIRONMENTS)) !== undefined && (await host.list(ENVIRONMENTS)).length === 0;
  if (isLast) await host.removeEntry(ENVIRONMENTS);
  // One that something else uses stays: the engine refuses.
  if (await hasImage(host, params))
    await host.run({ argv: [params.engine, 'image', 'rm', referenceOf(params)], timeoutMs: 120_000 });
}

/** Containers: a unit, as of its own kind, with what it needs to start. */
export const containerProvider: Provider<ContainerParams, ContainerState> = {
  textProperties: ['unit'],
  want,
  read: readAll,
  async write(host, changes) {
    for (const change of changes) await write(host, change);
  },
  remove,
  async capture(host, params) {
    const unit = await unitProvider.capture?.(host, unitOf(params));
    const file = await capturePaths(host, [ENVIRONMENTS, environmentPath(params)]);
    return { paths: { ...unit?.paths, ...file }, state: { ...unit?.state } };
  },
  async restore(host, params, prior) {
    const own = [ENVIRONMENTS, environmentPath(params)];
    const entries = Object.entries(prior.paths ?? {});
    const file = Object.fromEntries(entries.filter(([path]) => own.includes(path)));
    const unit = Object.fromEntries(entries.filter(([path]) => !own.includes(path)));
    await restorePaths(host, await keepShared(host, file));
    await unitProvider.restore?.(host, unitOf(params), { ...prior, paths: unit });
  },
};

/** The folder stays where other containers came to use it. */
async function keepShared(host: Host, paths: Parameters<typeof restorePaths>[1]): Promise<typeof paths> {
  const { [ENVIRONMENTS]: folder, ...files } = paths;
  const others = (await host.list(ENVIRONMENTS)).filter((name) => !(`${ENVIRONMENTS}/${name}` in files));
  return folder === null && others.length > 0 ? files : paths;
}
