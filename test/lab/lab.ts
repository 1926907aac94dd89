import { defaultSuite, type Suite } from './base/suite.ts';
import { bootHosts } from './host/fleet.ts';
import { handleOf, type LabHost } from './host/host.ts';
import { checkNames } from './host/name.ts';
import { LabError } from './machine/error.ts';
import { identify } from './machine/process.ts';
import { openBridge } from './network/bridge.ts';
import { gatewayOf } from './network/subnet.ts';
import { requireLab } from './requirements.ts';
import { claimLab } from './state/claim.ts';
import { type LabRecord, saveRecord } from './state/record.ts';
import { removeLab } from './state/removal.ts';
import { startReaper } from './state/watch.ts';

export type { Suite } from './base/suite.ts';
export type { LabHost } from './host/host.ts';
export type { CommandResult } from './machine/command.ts';
export { LabError } from './machine/error.ts';

/** What hosts stand on. */
export interface HostOptions {
  /** Debian 12 (`bookworm`, unless LAB_SUITE says otherwise) or 13 (`trixie`). */
  readonly suite?: Suite;
  /** Packages that lie downloaded, with what they depend on, in each host's apt cache: installing them needs no network. */
  readonly cachedPackages?: readonly string[];
}

/** What `startLab` is asked for. */
export interface LabOptions extends HostOptions {
  readonly hosts: readonly string[];
  /** Leaves the lab to be looked at (`npm run lab -- list`) when it is removed or cannot start. LAB_KEEP=1 sets it. */
  readonly keep?: boolean;
}

/** Several hosts on a bridge of their own, reachable from this machine and from nowhere else. */
export interface Lab extends AsyncDisposable {
  /** The third byte of its subnet 172.30.N.0/24, and what the machine's parts of it are named by. */
  readonly number: number;
  /** This machine's address on the bridge: where hosts reach a controller that a test runs. */
  readonly gateway: string;
  /** The hosts in the order they were asked for. */
  readonly hosts: readonly LabHost[];
  /** The host of that name; LabError `unknown-host` when there is none. */
  host(name: string): LabHost;
  /** Boots more hosts in the same lab. */
  addHosts(names: readonly string[], options?: HostOptions): Promise<readonly LabHost[]>;
  /** Removes every trace: hosts, disks, network, faults. Removing twice changes nothing. */
  remove(): Promise<void>;
}

/**
 * Boots a lab of its own for the caller. It is removed by `remove`, by the end of an `await using` block, and when this
 * process ends in any way. Throws LabError when the machine cannot have labs or a host does not boot.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  await requireLab();
  checkNames(options.hosts);
  const owner = identify(process.pid);
  if (!owner) throw new LabError('command-failed', 'The lab cannot read /proc: it needs it to know who owns a lab.');
  const record = await claimLab({ kind: 'process', process: owner });
  const lab = labOf(record, options, startReaper(record));
  try {
    await openBridge(record.number);
    await lab.addHosts(options.hosts);
    return lab;
  } catch (error) {
    await lab.remove();
    throw error;
  }
}

function labOf(record: LabRecord, options: LabOptions, dismissReaper: () => void): Lab {
  const hosts: LabHost[] = [];
  const remove = async (): Promise<void> => {
    if (options.keep ?? process.env.LAB_KEEP === '1') saveRecord({ ...record, owner: { kind: 'kept' } });
    else await removeLab(record.number);
    dismissReaper();
  };
  return {
    number: record.number,
    gateway: gatewayOf(record.number),
    hosts,
    host: (name) => hosts.find((host) => host.name === name) ?? unknownHost(name),
    addHosts: async (names, more = options) => {
      const base = { suite: more.suite ?? defaultSuite(), cachedPackages: more.cachedPackages ?? [] };
      const added = (await bootHosts(record.number, names, base)).map(handleOf);
      hosts.push(...added.filter((host) => !hosts.some((known) => known.name === host.name)));
      return added;
    },
    remove,
    [Symbol.asyncDispose]: remove,
  };
}

function unknownHost(name: string): never {
  throw new LabError('unknown-host', `The lab has no host named ${name}.`);
}
