import { ResourceError } from '../contract/error.ts';
import type { Command, Completed, Host } from '../contract/host.ts';
import { commandFailed, succeeded } from '../host/checked.ts';
import { pause } from '../host/pause.ts';
import { textOf } from '../host/regular-file.ts';

/** How long another holder of the lock is waited for, in ms: unattended-upgrades holds it for minutes after a boot. */
const LOCK_WAIT = 600_000;
/** Between two looks at the holder, and between two tries while it lives (it may let go before it ends), in ms. */
const LOOK_EVERY = 1_000;
const TRY_EVERY = 15_000;
/** After this a running apt is reported as slow, in ms; it is never cut off. */
const SLOW = 1_800_000;

const ENVIRONMENT = { NEEDRESTART_MODE: 'l', APT_LISTCHANGES_FRONTEND: 'none' };

/** apt's `held by process 12 (apt-get)`, dpkg's `locked by another process with pid 12` and, since Debian 13, `by apt process with pid 12`. */
const HOLDER = /(?:held by process|process with pid) (\d+)(?: \(([^)]*)\))?/;
const LOCKED = /Could not get lock|lock was locked by|Unable to acquire the dpkg frontend lock/;

interface Holder {
  readonly pid: string | undefined;
  readonly name: string | undefined;
}

async function holderOf(host: Host, { stderr }: Completed): Promise<Holder | undefined> {
  if (!LOCKED.test(stderr)) return undefined;
  const [, pid, named] = HOLDER.exec(stderr) ?? [];
  const comm = pid === undefined ? undefined : await textOf(host, `/proc/${pid}/comm`);
  return { pid, name: comm?.trim() ?? named };
}

/** Waits until the holder has ended, or it is time to try again; gives the time waited, in ms. */
async function waitFor(host: Host, { pid }: Holder): Promise<number> {
  let waited = 0;
  do {
    await pause(host, LOOK_EVERY);
    waited += LOOK_EVERY;
  } while (waited < TRY_EVERY && pid !== undefined && (await host.stat(`/proc/${pid}`)) !== undefined);
  return waited;
}

function lockHeld(what: string, command: Command, { pid, name }: Holder): ResourceError {
  const who = pid === undefined ? 'another program' : `${name ?? 'a program'} (process ${pid})`;
  return new ResourceError('package_lock', `${what}: ${who} has held the lock of dpkg for more than 10 minutes.`, {
    command: command.argv.join(' '),
    concerns: 'all',
    hint:
      pid === undefined
        ? 'Wait until it is done, and apply again.'
        : `See what process ${pid} does; apply again when it is done.`,
  });
}

/**
 * Runs apt or dpkg; where another program holds their lock, waits for it and tries again, 10 minutes at most. How the
 * program ended is for the caller to judge. `what` begins the sentence of an error.
 */
export async function runWithLock(host: Host, what: string, command: Command): Promise<Completed> {
  for (let waited = 0; ; ) {
    const completed = await host.run(command);
    const holder = succeeded(completed) ? undefined : await holderOf(host, completed);
    if (holder === undefined) return completed;
    if (waited >= LOCK_WAIT) throw lockHeld(what, command, holder);
    waited += await waitFor(host, holder);
  }
}

/** A change of packages: never cut off, and its services are left to those who declared them. */
export const transaction = (argv: readonly string[], bind?: Readonly<Record<string, string>>): Command => ({
  argv,
  environment: ENVIRONMENT,
  timeoutMs: SLOW,
  uninterruptible: true,
  bind,
});

/** Refreshes apt's lists. */
export async function updateLists(host: Host, what: string): Promise<void> {
  const command: Command = { argv: ['apt-get', 'update', '-q'], environment: ENVIRONMENT, timeoutMs: LOCK_WAIT };
  const completed = await runWithLock(host, what, command);
  if (succeeded(completed)) return;
  const hint = 'Check the sources in /etc/apt and that this host reaches them.';
  throw commandFailed(`${what}: the lists of packages could not be refreshed`, command.argv, completed, hint);
}

/**
 * Lets apt read the repositories of one file, which may lie anywhere, and no others; lists of others stay. A repository that cannot be
 * reached or trusted is an error, although apt itself often only warns.
 */
export async function updateSource(host: Host, what: string, path: string): Promise<void> {
  const options = [
    `Dir::Etc::sourcelist=${path}`,
    'Dir::Etc::sourceparts=-',
    'APT::Get::List-Cleanup=0',
    'APT::Update::Error-Mode=any',
  ];
  const argv = ['apt-get', 'update', '-q', ...options.flatMap((option) => ['-o', option])];
  const completed = await runWithLock(host, what, { argv, environment: ENVIRONMENT, timeoutMs: LOCK_WAIT });
  if (succeeded(completed) && !/^(W|E): /m.test(completed.stderr)) return;
  throw commandFailed(what, argv, completed, 'Check its address, its suites, and that this is the key that signs it.');
}

/** Completes what an interrupted dpkg left, where there is something. */
export async function completeInterrupted(host: Host, what: string): Promise<void> {
  const audit = await host.query(['dpkg', '--audit']);
  if (audit.stdout.trim() === '' && succeeded(audit)) return;
  const command = transaction(['dpkg', '--configure', '-a', '--force-confdef', '--force-confold']);
  const completed = await runWithLock(host, what, command);
  if (succeeded(completed)) return;
  const hint =
    'A package of this host is half installed. Run "dpkg --audit" on it, mend that package, and apply again.';
  throw commandFailed(`${what}: an interrupted installation could not be completed`, command.argv, completed, hint);
}
