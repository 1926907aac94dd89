import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { insideCommand } from '../host/exec.ts';
import { handleOf, type LabHost } from '../host/host.ts';
import { systemPath } from '../machine/command.ts';
import { LabError } from '../machine/error.ts';
import { openBridge } from '../network/bridge.ts';
import { labRecords } from '../state/record.ts';
import { allHosts, selectHost, selectHosts } from './select.ts';

/** `exec NAME CMD...`: with this terminal, and the command's exit code. */
export async function exec([name, ...argv]: readonly string[]): Promise<void> {
  if (name === undefined || argv.length === 0) throw new LabError('bad-usage', 'Say where and what: exec NAME CMD...');
  const [program = '', ...rest] = insideCommand(selectHost(name), argv);
  const child = spawn(program, rest, { stdio: 'inherit', env: { PATH: systemPath() } });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/** `ip NAME` */
export async function ip(words: readonly string[]): Promise<void> {
  for (const host of selectHosts(words)) console.log(handleOf(host).address);
}

/** `list`: lab, host, address, state, and whose the lab is, one host a line. */
export async function list(): Promise<void> {
  const owners = new Map(labRecords().map((record) => [record.number, record.owner]));
  for (const place of allHosts()) {
    const owner = owners.get(place.lab);
    const whose = owner?.kind === 'process' ? `process ${owner.process.pid}` : owner?.kind;
    const host = handleOf(place);
    console.log([place.lab, host.name, host.address, host.isRunning() ? 'up' : 'down', whose].join('\t'));
  }
}

/** `start NAME...`; after a reboot of this machine the lab's bridge is made anew. */
export async function start(words: readonly string[]): Promise<void> {
  const hosts = selectHosts(words);
  for (const lab of new Set(hosts.map((host) => host.lab))) await openBridge(lab);
  await Promise.all(hosts.map((host) => handleOf(host).start()));
}

/** `stop`, `kill`, `cut` and `heal`, each for the hosts named. */
export function onEach(verb: 'stop' | 'kill' | 'cut' | 'heal'): (words: readonly string[]) => Promise<void> {
  return async (words) => {
    const hosts: readonly LabHost[] = selectHosts(words).map(handleOf);
    await Promise.all(hosts.map((host) => host[verb]()));
  };
}

/** `lose NAME PERCENT` */
export async function lose([name, percent]: readonly string[]): Promise<void> {
  if (name === undefined || percent === undefined)
    throw new LabError('bad-usage', 'Say whose and how many: lose NAME PERCENT');
  await handleOf(selectHost(name)).lose(Number(percent));
}
