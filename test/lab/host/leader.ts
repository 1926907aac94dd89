import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { LabError } from '../machine/error.ts';
import { identify, isAlive, type ProcessIdentity } from '../machine/process.ts';
import { filesOf, type HostPlace } from './place.ts';

/** The host's first process, as this machine numbers it: what has it entered is inside the host. */
export function leaderOf(host: HostPlace): ProcessIdentity | undefined {
  try {
    const leader = JSON.parse(readFileSync(filesOf(host).leader, 'utf8')) as ProcessIdentity;
    return isAlive(leader) ? leader : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The leader of a running host; LabError `not-running` otherwise. */
export function requireLeader(host: HostPlace): ProcessIdentity {
  const leader = leaderOf(host);
  if (leader) return leader;
  throw new LabError('not-running', `The host ${host.name} is not running: start it first.`);
}

export function saveLeader(host: HostPlace, leader: ProcessIdentity): void {
  writeFileSync(filesOf(host).leader, JSON.stringify(leader));
}

export function forgetLeader(host: HostPlace): void {
  rmSync(filesOf(host).leader, { force: true });
}

/**
 * The child of systemd-nspawn that is process 1 of a pid namespace. Before it, nspawn has another child for a moment,
 * which only prepares the host's mounts.
 */
export function findLeader(nspawn: number): ProcessIdentity | undefined {
  try {
    const children = readFileSync(`/proc/${nspawn}/task/${nspawn}/children`, 'utf8').trim().split(/\s+/);
    return children.map(Number).filter(isFirstInItsNamespace).map(identify).at(0);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** The last number of the NSpid line is the pid in the innermost namespace. */
function isFirstInItsNamespace(pid: number): boolean {
  if (pid === 0) return false;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return /^NSpid:(\t\d+)+\t1$/m.test(status);
}
