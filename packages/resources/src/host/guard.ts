import { createHash } from 'node:crypto';
import { ResourceError } from '../contract/error.ts';
import type { Host, HostLink } from '../contract/host.ts';
import { runChecked } from './checked.ts';
import { pause } from './pause.ts';
import { uptimeOf } from './uptime.ts';

/** A change that may cut the host off from its controller, and what takes it back. */
export interface Guarded {
  /** Names it on the host, as part of file and unit names: `firewall-host`. */
  readonly id: string;
  /** For a sentence: `firewall`. */
  readonly what: string;
  /** What is brought about: tells one attempt from another after a restart of the agent. */
  readonly change: string;
  /** Files that `undo` needs, by their name in its folder; in memory, like the timer itself. */
  readonly files: Readonly<Record<string, string>>;
  /** The program that takes the change back, given its folder; may be run when nothing was changed. */
  readonly undo: (folder: string) => readonly string[];
  readonly limitMs: number;
}

/** In memory, as the timer is: a power cut ends both, and nothing of the change was kept for the next boot. */
const FOLDER = '/run/rolecall-guard';
const LIMIT_MS = 60_000;
/** The timer's own accuracy, and the time that undoing takes. */
const UNDO_SLACK_MS = 30_000;
const LOOK_MS = 500;
/** Later than any link: stands for "the change is not made yet". */
const NEVER = '99999999999999';

/**
 * Run by a timer of systemd, whether the agent lives or not. `$1` the folder, `$2` the file that says when the agent was linked last, then
 * what undoes the change. A link that is newer than the change proves that nothing was cut off.
 */
const UNDO = `folder=$1 linked=0
read -r armed <"$folder/armed" || exit 0
[ ! -e "$2" ] || read -r linked <"$2"
[ "$linked" -le "$armed" ] || exit 0
shift 2
"$@" && : >"$folder/undone"`;

const folderOf = ({ id }: Guarded): string => `${FOLDER}/${id}`;
const unitOf = ({ id }: Guarded): string => `rolecall-undo-${id}`;
const markOf = ({ change }: Guarded): string => createHash('sha256').update(change).digest('hex');

async function put(host: Host, path: string, text: string): Promise<void> {
  await host.writeFile(path, {
    content: new TextEncoder().encode(`${text}\n`),
    owner: 'root',
    group: 'root',
    mode: 0o600,
  });
}

async function folder(host: Host, path: string): Promise<void> {
  if ((await host.stat(path)) === undefined)
    await host.makeDirectory(path, { owner: 'root', group: 'root', mode: 0o700 });
}

/** Whether the change was taken back. */
const wasUndone = async (host: Host, guarded: Guarded): Promise<boolean> =>
  (await host.stat(`${folderOf(guarded)}/undone`)) !== undefined;

/** Forgets the change: no timer, no trace of it. */
export async function disarm(host: Host, guarded: Guarded): Promise<void> {
  const at = folderOf(guarded);
  if ((await host.stat(at)) === undefined) return;
  await stop(host, guarded);
  for (const name of ['undone', 'armed', 'change', ...Object.keys(guarded.files)]) {
    if ((await host.stat(`${at}/${name}`)) !== undefined) await host.removeEntry(`${at}/${name}`);
  }
  await host.removeEntry(at);
}

/** A unit that is not there is stopped. */
const stop = (host: Host, guarded: Guarded): Promise<unknown> =>
  host.run({
    argv: ['systemctl', 'stop', `${unitOf(guarded)}.timer`, `${unitOf(guarded)}.service`],
    timeoutMs: LIMIT_MS,
  });

async function arm(host: Host, guarded: Guarded, link: HostLink): Promise<void> {
  const at = folderOf(guarded);
  await folder(host, FOLDER);
  await folder(host, at);
  for (const [name, text] of Object.entries(guarded.files)) await put(host, `${at}/${name}`, text);
  await put(host, `${at}/change`, markOf(guarded));
  await put(host, `${at}/armed`, NEVER);
  const timer = [
    'systemd-run',
    '--quiet',
    '--collect',
    `--unit=${unitOf(guarded)}`,
    '--timer-property=AccuracySec=100ms',
  ];
  const script = ['sh', '-c', UNDO, 'sh', at, link.witness, ...guarded.undo(at)];
  const argv = [...timer, `--on-active=${guarded.limitMs}ms`, '--', ...script];
  await runChecked(host, `The ${guarded.what} was not touched: what would undo it could not be set up`, {
    argv,
    timeoutMs: LIMIT_MS,
  });
}

/** A former agent may have died while it waited: whoever goes on says what became of its attempt, once. */
async function refuseUndone(host: Host, guarded: Guarded): Promise<void> {
  const mark = `${folderOf(guarded)}/change`;
  const isSame =
    (await wasUndone(host, guarded)) &&
    (await host.stat(mark)) !== undefined &&
    new TextDecoder().decode(await host.readFile(mark)).trim() === markOf(guarded);
  await disarm(host, guarded);
  if (isSame) throw undone(guarded);
}

const undone = ({ what, limitMs }: Guarded): ResourceError =>
  new ResourceError('undone', `${what} undone: the agent could not reach the controller`, {
    hint: `What was there before is back, since no new link was made within ${Math.round(limitMs / 1000)} s. Let the agent through to its controller, its name server included, and apply again.`,
  });

/**
 * Makes a change that may cut the host off. Unless the agent gets a new link to its controller within the limit, the change is taken back
 * by a timer of systemd, which needs no agent, and this throws. Where there is no link there is nothing to lose, and it is only made.
 */
export async function changeGuarded(host: Host, guarded: Guarded, change: () => Promise<void>): Promise<void> {
  const { link } = host;
  if (link === undefined) return change();
  await refuseUndone(host, guarded);
  await arm(host, guarded, link);
  const started = await uptimeOf(host);
  try {
    await change();
  } catch (error) {
    // It may have been made in part.
    await host.run({ argv: guarded.undo(folderOf(guarded)), timeoutMs: LIMIT_MS });
    await disarm(host, guarded);
    throw error;
  }
  const changed = await uptimeOf(host);
  await put(host, `${folderOf(guarded)}/armed`, String(changed));
  const isLinked = await link.reconnect(Math.max(1_000, guarded.limitMs - (changed - started) * 10));
  if (isLinked) await stop(host, guarded);
  else await untilUndone(host, guarded);
  const isBack = await wasUndone(host, guarded);
  await disarm(host, guarded);
  if (isBack) throw undone(guarded);
}

async function untilUndone(host: Host, guarded: Guarded): Promise<void> {
  for (let waited = 0; waited < guarded.limitMs + UNDO_SLACK_MS; waited += LOOK_MS) {
    if (await wasUndone(host, guarded)) return;
    await pause(host, LOOK_MS);
  }
  throw new ResourceError('not_undone', `The ${guarded.what} cuts the agent off, and could not be undone.`, {
    hint: `See "journalctl -u ${unitOf(guarded)}" on the host.`,
  });
}
