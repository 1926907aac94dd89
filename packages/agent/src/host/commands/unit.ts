import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { messageOf } from '../../error.ts';
import { LAYOUT } from '../../layout.ts';
import { PLAIN_ENVIRONMENT } from './environment.ts';
import { type Mount, mountProperties } from './mounts.ts';
import type { Places } from './places.ts';

const execute = promisify(execFile);

/** How the runner is started: the runtime, the bundle, and what they need to hear; the folder comes behind. */
export type RunnerWords = readonly [program: string, ...rest: string[]];

/** Systemd answers within milliseconds; on a machine that swaps it may take long. */
const SYSTEMD_TIMEOUT_MS = 60_000;

/** Long enough for the runner to ask, wait its 10 s, and leave the result. */
const STOP_SECONDS = 20;
/** Shutting down waits this long for a package manager, as unattended-upgrades does (its TimeoutStopSec=1800). */
const UNINTERRUPTIBLE_STOP_SECONDS = 1_800;

/** Starts the unit; answers why it could not be started, in systemd's words. Nothing that is secret is in here. */
export async function startUnit(
  places: Places,
  runner: RunnerWords,
  command: Command,
  mounts: readonly Mount[],
): Promise<string | undefined> {
  const properties = [...propertiesOf(command), ...mountProperties(mounts)].map((property) => `--property=${property}`);
  // A third of a runner's start is compiling it; the program that it runs has an environment of its own.
  const setting = `--setenv=NODE_COMPILE_CACHE=${places.compiled}`;
  const argv = ['--quiet', '--collect', `--unit=${places.unit}`, `--slice=${LAYOUT.slice}`, setting, ...properties];
  try {
    await execute('systemd-run', [...argv, '--', ...runner, places.memory], systemdOptions);
    return undefined;
  } catch (cause) {
    return sayingOf(cause);
  }
}

/**
 * Only the runner hears systemd's SIGTERM (`mixed`) and ends the program itself, politely, to leave a result. What must not be cut
 * off is not killed either when the runner died.
 */
const propertiesOf = ({ argv, uninterruptible }: Command): readonly string[] => [
  'Type=exec',
  `Description=Rolecall: ${basename(argv[0] ?? '').replace(/[^\w.+-]/g, '_')}`,
  'KillMode=mixed',
  `TimeoutStopSec=${uninterruptible === true ? UNINTERRUPTIBLE_STOP_SECONDS : STOP_SECONDS}`,
  ...(uninterruptible === true ? ['SendSIGKILL=no'] : []),
  'OOMPolicy=continue',
  'StandardOutput=null',
  'StandardError=journal',
  // A core would hold the secrets that the program was given.
  'LimitCORE=0',
  'UnsetEnvironment=NODE_OPTIONS NODE_EXTRA_CA_CERTS LD_PRELOAD',
];

/** Whether nothing of a unit runs any more, and nothing will. */
export async function isGone(unit: string): Promise<boolean> {
  const { stdout } = await ask(['show', '--property=ActiveState,ControlGroup,Job', '--', unit]);
  const shown = new Map(stdout.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.split('=')[1] ?? '']));
  const state = shown.get('ActiveState');
  if ((state !== 'inactive' && state !== 'failed') || (shown.get('Job') ?? '') !== '') return false;
  return !hasProcesses(shown.get('ControlGroup') ?? '');
}

/** A package manager may outlive its runner, in a unit that systemd already calls failed. */
function hasProcesses(cgroup: string): boolean {
  if (cgroup === '') return false;
  return ['', '/unified', '/systemd'].some((root) => {
    try {
      return readFileSync(`/sys/fs/cgroup${root}${cgroup}/cgroup.procs`, 'utf8') !== '';
    } catch {
      return false;
    }
  });
}

/** Asks the runner to end its program. A unit that is gone needs nothing. */
export async function signalRunner(unit: string): Promise<void> {
  try {
    await execute('systemctl', ['kill', '--kill-who=main', '--signal=SIGTERM', '--', unit], systemdOptions);
  } catch (cause) {
    if (await isGone(unit)) return;
    throw new ResourceError('systemd_failed', `${unit} could not be asked to end: ${sayingOf(cause)}`, { cause });
  }
}

async function ask(argv: readonly string[]): Promise<{ readonly stdout: string }> {
  try {
    return await execute('systemctl', [...argv], systemdOptions);
  } catch (cause) {
    throw new ResourceError('systemd_failed', `systemd does not answer: ${sayingOf(cause)}`, {
      command: `systemctl ${argv.join(' ')}`,
      cause,
    });
  }
}

const systemdOptions = { timeout: SYSTEMD_TIMEOUT_MS, env: PLAIN_ENVIRONMENT as NodeJS.ProcessEnv };

const sayingOf = (thrown: unknown): string => {
  const said = typeof thrown === 'object' && thrown !== null && 'stderr' in thrown ? String(thrown.stderr).trim() : '';
  return said !== '' ? said : messageOf(thrown);
};
