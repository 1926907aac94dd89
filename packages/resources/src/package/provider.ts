import type { Host } from '../contract/host.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { commandFailed, succeeded } from '../host/checked.ts';
import { readTogether } from '../host/read-each.ts';
import { textOf } from '../host/regular-file.ts';
import { completeInterrupted, runWithLock, transaction } from './apt.ts';
import { DPKG_STATUS, type PackageEntry, parseDpkgStatus } from './dpkg-status.ts';
import { install } from './install.ts';
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
  const text = await textOf(host, DPKG_STATUS);
  if (text === undefined) {
    const reason = `There is no ${DPKG_STATUS} on this host: packages are managed on Debian and its kin only.`;
    return wanted.map(() => ({ is: 'unknown', reason }));
  }
  const packages = parseDpkgStatus(text);
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

/** Debian packages: read from dpkg's own file, changed by apt in one transaction. */
export const packageProvider: Provider<PackageParams, PackageState> = {
  want: ({ version, hold }) => ({
    status: 'installed',
    ...(version === undefined ? {} : { version }),
    ...(hold === undefined ? {} : { hold }),
  }),
  read: (host, wanted) => readTogether(wanted, (all) => read(host, all)),
  write,
  async remove(host, { name, hold }) {
    const what = `Removing ${name} failed`;
    await completeInterrupted(host, what);
    // What we put on hold we may take off it; what others did, apt refuses.
    const held = hold === true ? ['--allow-change-held-packages'] : [];
    const command = transaction(['apt-get', 'remove', '-y', '-q', '-o', 'DPkg::Lock::Timeout=0', ...held, name]);
    const completed = await runWithLock(host, what, command);
    if (!succeeded(completed)) throw commandFailed(what, command.argv, completed);
  },
};
