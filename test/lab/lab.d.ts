import { type Suite } from './base/suite.ts';
import { type LabHost } from './host/host.ts';
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
export declare function startLab(options: LabOptions): Promise<Lab>;
