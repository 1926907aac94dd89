import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemPath } from '../machine/command.ts';
import { LabError } from '../machine/error.ts';
import { identify, waitFor } from '../machine/process.ts';
import { removePort } from '../network/bridge.ts';
import { bridgeOf, machineOf, portOf } from '../network/names.ts';
import { makeCgroup } from './cgroup.ts';
import { mountDisk } from './disk.ts';
import { execInside } from './exec.ts';
import { killHost } from './halt.ts';
import { findLeader, leaderOf, saveLeader } from './leader.ts';
import { addressOfHost, filesOf, type HostPlace } from './place.ts';

/** A host is up in about 2 s alone; several at once on two busy cores take far longer. */
const BOOT_LIMIT_MS = 120_000;

/** Joins the control group before it becomes systemd-nspawn, so that no process of the host is ever outside. */
const JOIN_AND_BECOME = 'echo $$ >"$1" && shift && exec "$@"';

/** Container storage lies on the machine's own disk: an overlay cannot lie on the overlay that is the host's root. */
const PLAIN_DISK_FOLDERS = ['docker', 'containerd'];

/** Boots the host, or does nothing when it runs. Answers when systemd has started everything and the address is there. */
export async function bootHost(host: HostPlace): Promise<void> {
  if (leaderOf(host)) return;
  // What a shutdown or reboot from inside left, systemd-nspawn itself perhaps still ending.
  await killHost(host);
  await mountDisk(host);
  await removePort(portOf(host.lab, host.octet));
  for (const folder of PLAIN_DISK_FOLDERS) {
    mkdirSync(join(filesOf(host).storage, folder), { recursive: true });
    mkdirSync(join(filesOf(host).root, 'var/lib', folder), { recursive: true });
  }
  const nspawn = startNspawn(host);
  const leader = await waitFor(() => (hasEnded(nspawn) ? failed(host, 'ended') : findLeader(nspawn.pid ?? 0)), 20_000);
  saveLeader(host, leader ?? failed(host, 'started no first process in 20 s'));
  const up = await waitFor(() => (leaderOf(host) ? isUp(host) : failed(host, 'ended')), BOOT_LIMIT_MS);
  if (!up) failed(host, `is not up after ${BOOT_LIMIT_MS / 1000} s`);
}

function startNspawn(host: HostPlace): ChildProcess {
  const log = openSync(filesOf(host).console, 'a');
  const argv = ['-c', JOIN_AND_BECOME, 'sh', makeCgroup(host), ...nspawnCommand(host)];
  const env = { PATH: systemPath(), SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1', SYSTEMD_NSPAWN_LOCK: '0' };
  // A session of its own, and no tie to this process: Ctrl-C is not for it, and a lab made by hand outlives its command.
  const child = spawn('/bin/sh', argv, { detached: true, stdio: ['ignore', log, log], env });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
  return child;
}

function nspawnCommand(host: HostPlace): readonly string[] {
  const { root, storage } = filesOf(host);
  return [
    'systemd-nspawn',
    '--quiet',
    '--boot',
    `--directory=${root}`,
    `--machine=${machineOf(host.lab, host.octet)}`,
    `--hostname=${host.name}`,
    '--register=no',
    '--keep-unit',
    `--network-bridge=${bridgeOf(host.lab)}`,
    '--resolv-conf=off',
    '--capability=all',
    '--system-call-filter=add_key keyctl bpf',
    ...PLAIN_DISK_FOLDERS.map((folder) => `--bind=${join(storage, folder)}:/var/lib/${folder}`),
  ];
}

async function isUp(host: HostPlace): Promise<boolean> {
  const systemd = await execInside(host, ['systemctl', 'is-system-running']).catch(() => undefined);
  if (!systemd || !['running', 'degraded'].includes(systemd.stdout.trim())) return false;
  const network = await execInside(host, ['ip', '-o', '-4', 'address', 'show', 'dev', 'host0']);
  return network.stdout.includes(`${addressOfHost(host)}/`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || identify(child.pid) === undefined;
}

function failed(host: HostPlace, what: string): never {
  const { console } = filesOf(host);
  const last = existsSync(console) ? readFileSync(console, 'utf8').trim().split('\n').slice(-12).join('\n') : '';
  throw new LabError('boot-failed', `The host ${host.name} ${what}. Its console log ${console} ends with:\n${last}`);
}
