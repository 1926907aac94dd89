import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../machine/error.ts';
import { mounts } from '../machine/mounts.ts';
import { waitFor } from '../machine/process.ts';
import type { HostPlace } from './place.ts';

/**
 * A host has a control group of its own, at the root of the unified tree, wherever the caller's process is: in one shared
 * tree, stopping a unit on one host would leave its children on another. It also holds every process of the host, so it
 * is what kills them all at once. On hybrid machines the unified tree is not at /sys/fs/cgroup.
 */
export function cgroupOf(host: HostPlace): string {
  const unified = mounts().find((mount) => mount.type === 'cgroup2');
  if (!unified) throw new LabError('no-cgroup', 'This machine has no cgroup2 file system mounted: the lab needs one.');
  return join(unified.at, `rolecall-lab-${host.lab}-${host.octet}`);
}

/** Makes the host's control group and answers the file a process writes its pid to, to join it. */
export function makeCgroup(host: HostPlace): string {
  mkdirSync(cgroupOf(host), { recursive: true });
  return join(cgroupOf(host), 'cgroup.procs');
}

/** Whether any process of the host, its supervisor included, lives. */
export function isPopulated(host: HostPlace): boolean {
  const events = join(cgroupOf(host), 'cgroup.events');
  return existsSync(events) && /^populated 1$/m.test(readFileSync(events, 'utf8'));
}

/** Kills every process of the host in one step of the kernel and waits until they are gone. */
export async function killCgroup(host: HostPlace): Promise<void> {
  if (!isPopulated(host)) return;
  writeFileSync(join(cgroupOf(host), 'cgroup.kill'), '1');
  if (await waitFor(() => !isPopulated(host), 20_000)) return;
  throw new LabError(
    'not-removed',
    `Processes of ${host.name} live 20 s after they were killed: see ${cgroupOf(host)}`,
  );
}

/** Removes the host's control group with the groups its systemd made. All its processes must be gone. */
export async function removeCgroup(host: HostPlace): Promise<void> {
  const group = cgroupOf(host);
  // The kernel lets go of a dead process's group a moment after the process.
  if (await waitFor(() => !existsSync(group) || removeTree(group), 5_000)) return;
  throw new LabError('not-removed', `The control group ${group} could not be removed.`);
}

function removeTree(group: string): boolean {
  try {
    for (const entry of readdirSync(group, { withFileTypes: true })) {
      if (entry.isDirectory()) removeTree(join(group, entry.name));
    }
    rmdirSync(group);
    return true;
  } catch (error) {
    if (['EBUSY', 'ENOENT', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
