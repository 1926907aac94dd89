import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../machine/error.ts';
import { isMounted, mountOverlay, removeFolder } from '../machine/mounts.ts';
import { resolverForHosts } from '../network/resolver.ts';
import { freeOctet, gatewayOf, subnetOf } from '../network/subnet.ts';
import { addressOfHost, filesOf, type HostPlace, hostsFolder } from './place.ts';

/** The hosts a lab has on disk, running or not, in the order of their names. */
export function diskHosts(lab: number): readonly HostPlace[] {
  return namesIn(hostsFolder(lab))
    .map((name) => readPlace(lab, name))
    .filter((host) => host !== undefined);
}

/** Makes a new host's disk: an empty layer with its name, its address and the way out. Its name must be free. */
export function createDisk(lab: number, name: string, layers: readonly string[]): HostPlace {
  const octet = freeOctet(diskHosts(lab).map((host) => host.octet));
  if (octet === undefined) throw new LabError('no-subnet', `No address is left in ${subnetOf(lab)}.`);
  const host: HostPlace = { lab, name, octet, layers };
  fillDisk(host);
  writeFileSync(filesOf(host).place, JSON.stringify(host));
  return host;
}

/** Puts an empty disk into a host that does not run: its name and its address stay. */
export async function renewDisk(host: HostPlace): Promise<void> {
  const { upper, work, root, storage } = filesOf(host);
  for (const folder of [root, upper, work, storage]) await removeFolder(folder);
  fillDisk(host);
}

function fillDisk(host: HostPlace): void {
  const files = filesOf(host);
  for (const folder of [files.upper, files.work, files.root]) mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(firstFiles(host))) {
    mkdirSync(join(files.upper, path, '..'), { recursive: true });
    writeFileSync(join(files.upper, path), text);
  }
}

/** Mounts the host's disk over the layers, unless it is mounted. */
export async function mountDisk(host: HostPlace): Promise<void> {
  const files = filesOf(host);
  if (isMounted(files.root)) return;
  await mountOverlay({ layers: host.layers, upper: files.upper, work: files.work, at: files.root });
}

function firstFiles(host: HostPlace): Readonly<Record<string, string>> {
  const address = addressOfHost(host);
  return {
    'etc/hostname': `${host.name}\n`,
    // Ours, not systemd's: in a container that takes the machine's own id, the same for every host.
    'etc/machine-id': `${randomUUID().replaceAll('-', '')}\n`,
    'etc/hosts': `127.0.0.1 localhost\n${address} ${host.name}\n`,
    'etc/resolv.conf': resolverForHosts(),
    'etc/systemd/network/10-host0.network': `[Match]\nName=host0\n\n[Network]\nAddress=${address}/24\nGateway=${gatewayOf(host.lab)}\n`,
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A folder without its file is a host whose making was cut short: it was never booted. */
function readPlace(lab: number, name: string): HostPlace | undefined {
  try {
    return { ...(JSON.parse(readFileSync(filesOf({ lab, name }).place, 'utf8')) as HostPlace), lab };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
