import { type Lab, type LabHost } from '../../lab/lab.ts';
import type { CommandOptions, CommandResult } from '../../lab/machine/command.ts';
import { type ControllerProcess } from './controller-process.ts';
/** Throwaway hosts with a controller that has enrolled them all, each by its own curl line. */
export interface Fleet extends AsyncDisposable {
    readonly lab: Lab;
    readonly controller: ControllerProcess;
    host(name: string): LabHost;
    cli(words: readonly string[], options?: CommandOptions & {
        readonly folder?: string;
    }): Promise<CommandResult>;
    remove(): Promise<void>;
}
export interface FleetOptions {
    readonly hosts: readonly string[];
    /** Debian packages that lie downloaded on every host. */
    readonly cachedPackages?: readonly string[];
}
/** Boots hosts, starts a controller, and enrols the hosts. */
export declare function startFleet({ hosts, cachedPackages }: FleetOptions): Promise<Fleet>;
/** Brings one host under control the way a person does: the line that `enroll` prints, pasted into its shell. */
export declare function enrol(controller: ControllerProcess, host: LabHost): Promise<void>;
/** Runs a command on a host and answers what it wrote; any exit code but 0 is an error that shows it all. */
export declare function out(host: LabHost, ...argv: readonly string[]): Promise<string>;
/** Waits until something holds; the error after `timeoutMs` shows the last thing that kept it from holding. */
export declare function until(claim: string, holds: () => Promise<boolean>, timeoutMs?: number): Promise<void>;
