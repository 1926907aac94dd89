import { randomBytes } from 'node:crypto';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, absent, cut, unknown, value } from './answers.ts';
import { runProgram } from './program.ts';

/** Where programs are found: the folders of a login as root, as many servers' tools stand in sbin. */
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** systemd gets this long on top to start the unit, end it and report. */
const GRACE_MS = 5_000;

/**
 * What the program may not do: be root or become it, write anywhere but into its own /tmp, see homes, or fill the machine. A user of its
 * own exists only while it runs.
 */
const CONFINED = [
  'DynamicUser=yes',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateTmp=yes',
  'NoNewPrivileges=yes',
  'CapabilityBoundingSet=',
  'RestrictSUIDSGID=yes',
  'TasksMax=64',
  'MemoryMax=512M',
];

/** Runs a program in a transient unit that cannot write, and answers how it ended. */
export async function answerCommand(
  { argv, group, timeoutMs }: AskOf<'command'>,
  hide: readonly string[],
): Promise<Answer> {
  const [name = '', ...words] = argv;
  const program = findProgram(name);
  if (program === undefined) return absent(`there is no program ${name}`);
  if (group !== undefined && !isGroup(group)) return absent(`there is no group ${group}`);
  const started = performance.now();
  const ended = await runProgram(unitOf([program, ...words], group, timeoutMs), timeoutMs + GRACE_MS);
  if (ended.timedOut || performance.now() - started >= timeoutMs)
    return unknown(`${name} did not end within ${timeoutMs} ms`);
  const stderr = cut(ended.stderr, hide);
  if (ended.exitCode === null || notStarted(ended.exitCode, stderr))
    return unknown(`systemd could not run ${name}: ${lastLine(stderr)}`);
  return value({ exitCode: ended.exitCode, stdout: cut(ended.stdout, hide), stderr });
}

const unitOf = (argv: readonly string[], group: string | undefined, timeoutMs: number): readonly string[] => [
  'systemd-run',
  ...['--quiet', '--collect', '--pipe', '--wait', '--slice=rolecall-steps.slice'],
  `--unit=rolecall-ask-${randomBytes(8).toString('hex')}`,
  // Ending the agent must not leave a program behind: systemd itself keeps the limit.
  ...[...CONFINED, `RuntimeMaxSec=${timeoutMs}ms`, 'TimeoutStopSec=1s'].map((property) => `--property=${property}`),
  ...(group === undefined ? [] : [`--property=SupplementaryGroups=${group}`]),
  '--setenv=LC_ALL=C.UTF-8',
  // Some programs do nothing without a home.
  '--setenv=HOME=/tmp',
  `--setenv=PATH=${FOLDERS.join(':')}`,
  // systemd puts its own environment in the place of $NAME, also within a word; $$ is a dollar to it.
  ...['--', ...argv.map((word) => word.replaceAll('$', '$$$$'))],
];

/**
 * Whether systemd failed rather than the program: it exits with 200 to 243 where it could not set the unit up (systemd.exec(5)), and
 * systemd-run with 1 where there was no unit.
 */
const notStarted = (exitCode: number, stderr: string): boolean =>
  (exitCode >= 200 && exitCode <= 243) ||
  (exitCode === 1 && /^Failed to (connect to|create|start transient|get)/.test(stderr));

const lastLine = (text: string): string => text.trim().split('\n').at(-1) || 'it gave no reason';

/** Whether the host knows a group, in /etc/group: those of a directory service are not looked for. */
const isGroup = (name: string): boolean =>
  readFileSync('/etc/group', 'utf8')
    .split('\n')
    .some((line) => line.startsWith(`${name}:`));

/** The path of a program, by its name or as it stands; nothing where none can be executed there. */
function findProgram(name: string): string | undefined {
  const places = name.includes('/') ? [name] : FOLDERS.map((folder) => join(folder, name));
  return places.find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
