import { compare } from '../contract/compare.ts';
import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Prior } from '../contract/prior.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { commandFailed, succeeded } from '../host/checked.ts';
import { readTogether } from '../host/read-each.ts';
import { parsedFile } from '../host/regular-file.ts';
import { runWithLock, transaction } from './apt.ts';
import { DPKG_STATUS, type PackageEntry, parseDpkgStatus } from './dpkg-status.ts';
import { install } from './install.ts';
import { neededBy, remove } from './remove.ts';
import type { PackageParams } from './resource.ts';

export interface PackageState {
  /** dpkg's word: `installed`, or where an interrupted installation stopped. */
  readonly status: string;
  readonly version: string;
  readonly hold: boolean;
}

type Change = Write<PackageParams, PackageState>;

/** Words of dpkg for a package that is not there (its configuration files may be). */
const GONE = new Set(['not-installed', 'config-files']);

function stateOf(entries: readonly PackageEntry[], architecture: string | undefined): Observed<PackageState> {
  const there = entries.filter(
    (entry) => !GONE.has(entry.status) && (architecture === undefined || entry.architecture === architecture),
  );
  const entry = there.find(({ status }) => status === 'installed') ?? there[0];
  if (entry === undefined) return { is: 'absent' };
  return { is: 'present', state: { status: entry.status, version: entry.version, hold: entry.want === 'hold' } };
}

async function read(host: Host, wanted: readonly PackageParams[]): Promise<readonly Observed<PackageState>[]> {
  const packages = await parsedFile(host, DPKG_STATUS, parseDpkgStatus);
  if (packages === undefined) {
    const reason = `There is no ${DPKG_STATUS} on this host: packages are managed on Debian and its kin only.`;
    return wanted.map(() => ({ is: 'unknown', reason }));
  }
  return wanted.map(({ name }) => {
    const [base = name, architecture] = name.split(':');
    return stateOf(packages.get(base) ?? [], architecture);
  });
}

const stateIn = ({ found }: Change): PackageState | undefined => (found.is === 'present' ? found.state : undefined);

const needsInstall = (change: Change): boolean => {
  const state = stateIn(change);
  return state?.status !== 'installed' || (change.params.version ?? state.version) !== state.version;
};

async function mark(host: Host, action: 'hold' | 'unhold', changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const names = changes.map(({ params }) => params.name);
  const what = `Changing the hold of ${names.join(', ')} failed`;
  const command = transaction(['apt-mark', action, ...names]);
  const completed = await runWithLock(host, what, command);
  if (!succeeded(completed)) throw commandFailed(what, command.argv, completed);
}

async function write(host: Host, changes: readonly Change[]): Promise<void> {
  const installs = changes.filter(needsInstall);
  // A held package of which another version is wanted is let go for the installation, and held again after it.
  const letGo = changes.filter((change) => change.params.hold !== undefined && stateIn(change)?.hold === true);
  await mark(
    host,
    'unhold',
    letGo.filter((change) => change.params.hold === false || installs.includes(change)),
  );
  const isQuiet = (change: Change): boolean => change.found.is === 'absent' && !change.params.start;
  for (const quiet of [true, false]) {
    const some = installs.filter((change) => isQuiet(change) === quiet).map(({ params }) => params);
    if (some.length > 0) await install(host, some, quiet);
  }
  await mark(
    host,
    'hold',
    changes.filter(({ params }) => params.hold === true),
  );
}

const ABSENT = { version: null, hold: false } as const;

async function capture(host: Host, params: PackageParams): Promise<Prior> {
  const [found] = await read(host, [params]);
  if (found?.is === 'unknown') throw new ResourceError('unknown_state', found.reason);
  return { state: found?.is === 'present' ? { version: found.state.version, hold: found.state.hold } : ABSENT };
}

/** The version that was there, or none; what apt installed beside it stays. */
async function restore(host: Host, params: PackageParams, { state = {} }: Prior): Promise<void> {
  const { version, hold } = state;
  const [found = { is: 'absent' }] = await read(host, [params]);
  if (found.is === 'unknown') throw new ResourceError('unknown_state', found.reason);
  if (typeof version !== 'string') return found.is === 'present' ? remove(host, params.name, true) : undefined;
  const before: PackageParams = { ...params, version, hold: hold === true };
  if (compare(want(before), found).length > 0) await write(host, [{ params: before, found }]);
}

function want({ version, hold }: PackageParams): Partial<PackageState> {
  return {
    status: 'installed',
    ...(version === undefined ? {} : { version }),
    ...(hold === undefined ? {} : { hold }),
  };
}

/** Debian packages: read from dpkg's own file, changed by apt in one transaction. */
export const packageProvider: Provider<PackageParams, PackageState> = {
  simulates: true,
  want,
  read: (host, wanted) => readTogether(wanted, (all) => read(host, all)),
  together: true,
  write,
  // What we put on hold we may take off it.
  remove: (host, { name, hold }) => remove(host, name, hold === true),
  neededBy: (host, wanted) =>
    neededBy(
      host,
      wanted.map(({ name }) => name),
    ),
  capture,
  restore,
};
