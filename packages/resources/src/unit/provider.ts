import { ResourceError } from '../contract/error.ts';
import type { Entry, Host, Looked } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { lastLines, runChecked } from '../host/checked.ts';
import { lookAll, sha256Of } from '../host/look-all.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { folderOf, modeText } from '../host/paths.ts';
import { readEach, readTogether } from '../host/read-each.ts';
import { bytesOf, insteadOf, putFiles } from '../host/regular-file.ts';
import { showUnits, type UnitProperties } from '../host/systemctl.ts';
import { isTemplate } from '../host/unit-name.ts';
import type { UnitParams } from './resource.ts';

export interface UnitState {
  readonly content: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  /** Whether systemd has read the unit since its files changed, and accepts it. */
  readonly loaded: boolean;
}

const FOLDER = '/etc/systemd/system';
const ATTRIBUTES = { owner: 'root', group: 'root', mode: 0o644 };
const FOLDER_ATTRIBUTES = { owner: 'root', group: 'root', mode: 0o755 };

const pathOf = ({ name, dropIn }: UnitParams): string =>
  dropIn === undefined ? `${FOLDER}/${name}` : `${FOLDER}/${name}.d/${dropIn}.conf`;

/** What to ask systemd about: a template itself cannot be asked about, its loaded instances can. */
const askedFor = (name: string): string => (isTemplate(name) ? name.replace('@.', '@*.') : name);

/** Units that systemd read and does not accept. */
const isBad = (unit: UnitProperties | undefined): boolean =>
  ['bad-setting', 'error'].includes(unit?.get('LoadState') ?? '');

const isFine = (unit: UnitProperties | undefined): boolean => unit?.get('NeedDaemonReload') !== 'yes' && !isBad(unit);

/** Whether systemd goes by the files as they are: for a template, in all of its instances. */
function isLoaded(units: ReadonlyMap<string, UnitProperties>, name: string): boolean {
  if (!isTemplate(name)) return isFine(units.get(name));
  const [before = name, after = ''] = name.split('@.');
  const isOne = (each: string): boolean => each.startsWith(`${before}@`) && each.endsWith(`.${after}`);
  return [...units].every(([each, unit]) => !isOne(each) || isFine(unit));
}

/** Reads a unit's content only where its hash is not that of what is wanted. */
async function readOne(host: Host, params: UnitParams, found: Looked, loaded: boolean): Promise<Observed<UnitState>> {
  if (found.is !== 'there') return found;
  const { entry, sha256 } = found;
  if (entry.type !== 'file') return { is: 'unknown', reason: insteadOf('a regular file', pathOf(params), entry) };
  const isWanted = sha256 === sha256Of(new TextEncoder().encode(params.content));
  const content = isWanted ? params.content : await contentOf(host, params, entry);
  const { owner, group, mode } = entry;
  return { is: 'present', state: { content, owner, group, mode: modeText(mode), loaded } };
}

const contentOf = async (host: Host, params: UnitParams, entry: Entry): Promise<string> =>
  new TextDecoder().decode(await bytesOf(host, pathOf(params), entry));

async function read(host: Host, wanted: readonly UnitParams[]): Promise<readonly Observed<UnitState>[]> {
  const names = wanted.map(({ name }) => askedFor(name));
  const [units, found] = await Promise.all([
    showUnits(host, names, ['LoadState', 'NeedDaemonReload']),
    lookAll(host, wanted.map(pathOf), { digests: true }),
  ]);
  return readEach(wanted, (params, i) =>
    readOne(host, params, found[i] ?? { is: 'absent' }, isLoaded(units, params.name)),
  );
}

/** The folder of a drop-in is made with it. */
async function makeFolder(host: Host, path: string): Promise<void> {
  const folder = folderOf(path);
  const entry = await host.stat(folder);
  if (entry === undefined) return host.makeDirectory(folder, FOLDER_ATTRIBUTES);
  if (entry.type !== 'directory') throw new ResourceError('not_a_directory', insteadOf('a directory', folder, entry));
}

/** The folder of a drop-in goes with the last one in it. */
async function removeFolder(host: Host, { name, dropIn }: UnitParams): Promise<void> {
  if (dropIn === undefined) return;
  await host.removeEntry(`${FOLDER}/${name}.d`).catch((thrown: unknown) => {
    if (!(thrown instanceof ResourceError && thrown.code === 'not_empty')) throw thrown;
  });
}

const reload = (host: Host, names: string): Promise<unknown> =>
  runChecked(
    host,
    `systemd could not read its units again after ${names} changed`,
    { argv: ['systemctl', 'daemon-reload'], timeoutMs: 120_000 },
    'The files are in place; the next apply tries again.',
  );

/** A unit that systemd refuses to load is said now, not when something starts it. */
async function refuseBad(host: Host, wanted: readonly UnitParams[]): Promise<void> {
  const names = wanted.filter(({ name }) => !isTemplate(name)).map(({ name }) => name);
  if (names.length === 0) return;
  const units = await showUnits(host, names, ['LoadState', 'LoadError']);
  const bad = wanted.find(({ name }) => isBad(units.get(name)));
  if (bad === undefined) return;
  const argv = ['systemd-analyze', 'verify', bad.name];
  // As in: org.freedesktop.systemd1.BadUnitSetting "Unit x.service has a bad unit file setting."
  const reason = units
    .get(bad.name)
    ?.get('LoadError')
    ?.replace(/^\S+ "(.*)"$/, '$1');
  throw new ResourceError('unit_refused', `systemd does not accept ${bad.name}: ${reason}`, {
    command: argv.join(' '),
    lastLines: lastLines(await host.query(argv)),
    concerns: wanted.filter(({ name }) => name === bad.name),
    hint: `Correct the content of ${pathOf(bad)}.`,
  });
}

/** Units and drop-ins: all written, then systemd reads them once. */
export const unitProvider: Provider<UnitParams, UnitState> = {
  simulates: true,
  textProperties: ['content'],
  want: ({ content }) => ({
    content,
    owner: ATTRIBUTES.owner,
    group: ATTRIBUTES.group,
    mode: modeText(ATTRIBUTES.mode),
    loaded: true,
  }),
  read: (host, wanted) => readTogether(wanted, (all) => read(host, all)),
  together: true,
  async write(host, changes) {
    const encoder = new TextEncoder();
    const wanted = changes.map(({ params }) => params);
    for (const params of wanted) await makeFolder(host, pathOf(params));
    await putFiles(
      host,
      wanted.map((params) => ({
        path: pathOf(params),
        file: { content: encoder.encode(params.content), ...ATTRIBUTES },
      })),
    );
    await reload(host, wanted.map(({ name }) => name).join(', '));
    await refuseBad(host, wanted);
  },
  async remove(host, params) {
    if ((await host.stat(pathOf(params)))?.type === 'file') await host.removeEntry(pathOf(params));
    await removeFolder(host, params);
    await reload(host, params.name);
  },
  capture: async (host, params) => ({ paths: await capturePaths(host, [pathOf(params)]) }),
  async restore(host, params, { paths = {} }) {
    if (paths[pathOf(params)] !== null) await makeFolder(host, pathOf(params));
    await restorePaths(host, paths);
    if (paths[pathOf(params)] === null) await removeFolder(host, params);
    await reload(host, params.name);
  },
};
