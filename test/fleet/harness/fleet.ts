import { type Lab, type LabHost, startLab } from '../../lab/lab.ts';
import type { CommandOptions, CommandResult } from '../../lab/machine/command.ts';
import { type ControllerProcess, startControllerProcess } from './controller-process.ts';

/** Throwaway hosts with a controller that has enrolled them all, each by its own curl line. */
export interface Fleet extends AsyncDisposable {
  readonly lab: Lab;
  readonly controller: ControllerProcess;
  host(name: string): LabHost;
  cli(words: readonly string[], options?: CommandOptions & { readonly folder?: string }): Promise<CommandResult>;
  remove(): Promise<void>;
}

export interface FleetOptions {
  readonly hosts: readonly string[];
  /** Debian packages that lie downloaded on every host. */
  readonly cachedPackages?: readonly string[];
}

/** Boots hosts, starts a controller, and enrols the hosts. */
export async function startFleet({ hosts, cachedPackages = [] }: FleetOptions): Promise<Fleet> {
  const lab = await startLab({ hosts, cachedPackages });
  try {
    const controller = await startControllerProcess(lab.gateway);
    const remove = async () => {
      await controller.remove();
      await lab.remove();
    };
    try {
      await Promise.all(lab.hosts.map((host) => enrol(controller, host)));
      const { cli } = controller;
      return { lab, controller, host: lab.host, cli, remove, [Symbol.asyncDispose]: remove };
    } catch (error) {
      await controller.remove();
      throw error;
    }
  } catch (error) {
    await lab.remove();
    throw error;
  }
}

/** Brings one host under control the way a person does: the line that `enroll` prints, pasted into its shell. */
export async function enrol(controller: ControllerProcess, host: LabHost): Promise<void> {
  const line = await controller.cli(['enroll', '--host', host.name]);
  if (line.exitCode !== 0) throw new Error(`enroll failed:\n${line.stderr}`);
  const done = await host.exec(['sh', '-c', line.stdout.trim()], { timeoutMs: 180_000 });
  if (done.exitCode === 0) return;
  const journal = await host.exec(['journalctl', '-u', 'rolecall-agent', '-n', '30', '--no-pager']);
  throw new Error(`${host.name} did not enrol:\n${done.stdout}${done.stderr}\n${journal.stdout}\n${controller.log()}`);
}

/** Runs a command on a host and answers what it wrote; any exit code but 0 is an error that shows it all. */
export async function out(host: LabHost, ...argv: readonly string[]): Promise<string> {
  const done = await host.exec(argv);
  if (done.exitCode === 0) return done.stdout;
  throw new Error(`${host.name}: ${argv.join(' ')} ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
}

/** Waits until something holds; the error after `timeoutMs` shows the last thing that kept it from holding. */
export async function until(claim: string, holds: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  let last: unknown = 'it answered false';
  while (performance.now() < end) {
    try {
      if (await holds()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`after ${timeoutMs / 1000} s it still does not hold that ${claim}: ${String(last)}`);
}

/** Waits until something holds in the middle of some work: an error at once where that ends before. */
export const during = (
  work: Promise<unknown>,
  claim: string,
  holds: () => Promise<boolean>,
  timeoutMs = 300_000,
): Promise<void> =>
  Promise.race([
    until(claim, holds, timeoutMs),
    work.then((came) => {
      throw new Error(`it ended before ${claim}: ${JSON.stringify(came)}`);
    }),
  ]);
