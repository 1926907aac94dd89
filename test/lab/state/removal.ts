import { diskHosts } from '../host/disk.ts';
import { killHost } from '../host/halt.ts';
import { removeFolder } from '../machine/mounts.ts';
import { removeBridge } from '../network/bridge.ts';
import { healTraffic } from '../network/faults.ts';
import { folderOfLab } from './folder.ts';

/**
 * Removes a lab whole: hosts, mounts, faults, network, cgroups and, last, its folder, so that a removal cut short is
 * taken up again by the next sweep. Removing twice changes nothing.
 */
export async function removeLab(number: number): Promise<void> {
  const hosts = diskHosts(number);
  await Promise.all(hosts.map((host) => killHost(host)));
  for (const host of hosts) await healTraffic(number, host.octet);
  await removeBridge(number);
  await removeFolder(folderOfLab(number));
}
