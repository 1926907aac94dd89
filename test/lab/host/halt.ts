import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../machine/error.ts';
import { unmountBelow } from '../machine/mounts.ts';
import { signal, waitFor } from '../machine/process.ts';
import { removePort } from '../network/bridge.ts';
import { machineOf, portOf } from '../network/names.ts';
import { isPopulated, killCgroup, removeCgroup } from './cgroup.ts';
import { forgetLeader, leaderOf } from './leader.ts';
import { filesOf, type HostPlace } from './place.ts';

/** SIGRTMIN+4 as glibc counts: systemd as process 1 takes it as "power off" (systemd(1), SIGNALS). */
const POWER_OFF = 38;

/** systemd gives a unit 90 s to stop before it kills it. */
const STOP_LIMIT_MS = 110_000;

/** systemd-nspawn's own folders of a host, which a killed nspawn leaves. */
const NSPAWN_FOLDERS = ['/run/systemd/nspawn/propagate', '/run/systemd/nspawn/unix-export'];

/** Shuts the host down in order. Throws LabError `timeout` when that takes too long; the host is dead then, too. */
export async function stopHost(host: HostPlace): Promise<void> {
  const leader = leaderOf(host);
  if (leader) signal(leader, POWER_OFF);
  const stopped = !leader || (await waitFor(() => !isPopulated(host), STOP_LIMIT_MS));
  await killHost(host);
  if (stopped) return;
  throw new LabError('timeout', `${host.name} did not shut down in ${STOP_LIMIT_MS / 1000} s and was killed.`);
}

/** Power loss: every process of the host dies at once, its disk stays. A host that is off is only tidied up. */
export async function killHost(host: HostPlace): Promise<void> {
  await killCgroup(host);
  forgetLeader(host);
  await removeCgroup(host);
  await removePort(portOf(host.lab, host.octet));
  await unmountBelow(filesOf(host).root);
  for (const folder of NSPAWN_FOLDERS) {
    const own = join(folder, machineOf(host.lab, host.octet));
    await unmountBelow(own);
    await rm(own, { recursive: true, force: true });
  }
}
