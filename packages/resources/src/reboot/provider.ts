import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { commandFailed, runChecked, succeeded } from '../host/checked.ts';
import { pause } from '../host/pause.ts';
import { readEach } from '../host/read-each.ts';
import { textOf } from '../host/regular-file.ts';
import type { RebootParams } from './resource.ts';

export interface RebootState {
  readonly done: boolean;
}

const REQUIRED = '/run/reboot-required';
const FOLDER = '/var/lib/rolecall-reboots';
const BOOT_ID = '/proc/sys/kernel/random/boot_id';
const LOOK_MS = 1_000;
/** The command that asks for the reboot has left its result by then: an agent that comes back finds that it ended well. */
const NOTICE = '--on-active=3s';
/** systemd gives a unit 90 s to stop, a package manager up to 30 min. */
const DOWN_WITHIN_MS = 2_100_000;

const markOf = ({ name }: RebootParams): string => `${FOLDER}/${name.replaceAll(' ', '_')}`;

const bootId = async (host: Host): Promise<string> => ((await textOf(host, BOOT_ID)) ?? '').trim();

async function isNeeded(host: Host, params: RebootParams): Promise<boolean> {
  const { name, when, path = REQUIRED, command } = params;
  if (when === 'once') {
    const mark = (await textOf(host, markOf(params)))?.trim();
    return mark === undefined || mark === (await bootId(host));
  }
  if (command === undefined) return (await host.stat(path)) !== undefined;
  const completed = await host.query(command);
  if (completed.timedOut)
    throw commandFailed(`Nobody can tell whether the reboot ${name} is needed`, command, completed);
  return completed.exitCode === 0;
}

async function read(host: Host, params: RebootParams): Promise<Observed<RebootState>> {
  return (await isNeeded(host, params)) ? { is: 'absent' } : { is: 'present', state: { done: true } };
}

/** Commands that Rolecall runs now, by hand or for what was cancelled. */
async function running(host: Host): Promise<readonly string[]> {
  const argv = ['systemctl', 'list-units', '--plain', '--no-legend', '--state=activating,active', 'rolecall-step-*'];
  const completed = await host.query(argv);
  if (!succeeded(completed)) throw commandFailed('systemd does not say what runs', argv, completed);
  return completed.stdout.split('\n').flatMap((line) => line.match(/^\S+/) ?? []);
}

async function waitForQuiet(host: Host, { name, quietWithinMs }: RebootParams): Promise<void> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const units = await running(host);
    if (units.length === 0) return;
    if (waited >= quietWithinMs) {
      throw new ResourceError(
        'still_busy',
        `The reboot ${name} waits for other work, which does not end: ${units[0]}.`,
        {
          hint: 'Let it end, or end it, and apply again.',
        },
      );
    }
    await pause(host, LOOK_MS);
  }
}

/** Which start of the host this was asked in: on disk before the host goes down. */
async function mark(host: Host, params: RebootParams): Promise<void> {
  const attributes = { owner: 'root', group: 'root' };
  if ((await host.stat(FOLDER)) === undefined) await host.makeDirectory(FOLDER, { ...attributes, mode: 0o700 });
  const content = new TextEncoder().encode(`${await bootId(host)}\n`);
  await host.writeFile(markOf(params), { content, ...attributes, mode: 0o600 });
}

async function restart(host: Host, params: RebootParams): Promise<void> {
  const { name, when } = params;
  await waitForQuiet(host, params);
  if (when === 'once') await mark(host, params);
  const argv = [
    'systemd-run',
    '--quiet',
    '--collect',
    NOTICE,
    '--timer-property=AccuracySec=100ms',
    'systemctl',
    'reboot',
  ];
  await runChecked(host, `The reboot ${name} could not be begun`, { argv, timeoutMs: 60_000 });
  // The agent ends with its host; the next one goes on.
  await pause(host, DOWN_WITHIN_MS);
  throw new ResourceError('no_reboot', `The reboot ${name} was begun, and the host did not go down.`, {
    command: 'systemctl reboot',
    hint: 'See "systemctl list-jobs" on the host for what holds it up.',
  });
}

/** Reboots: an action that proves itself afterwards, so an agent that comes up with its host looks and does not do it again. */
export const rebootProvider: Provider<RebootParams, RebootState> = {
  action: 'run',
  want: () => ({ done: true }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await restart(host, params);
  },
  /** So that one of the same name is done again. */
  async remove(host, params) {
    if ((await host.stat(markOf(params)))?.type === 'file') await host.removeEntry(markOf(params));
  },
};
