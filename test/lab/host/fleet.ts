import { type BaseRequest, withLayers } from '../base/layers.ts';
import { allowWatching } from '../machine/inotify.ts';
import { bootHost } from './boot.ts';
import { createDisk, diskHosts } from './disk.ts';
import { checkNames } from './name.ts';
import type { HostPlace } from './place.ts';

/** Makes the hosts that are not there yet and boots all that are named, together. Throws the first that failed. */
export async function bootHosts(
  lab: number,
  names: readonly string[],
  base: BaseRequest,
): Promise<readonly HostPlace[]> {
  allowWatching();
  checkNames(names);
  const hosts = await withLayers(base, (layers) => {
    const there = diskHosts(lab);
    return names.map((name) => there.find((host) => host.name === name) ?? createDisk(lab, name, layers));
  });
  // All must have ended before one's failure is told: removal must not meet a host that is still booting.
  const boots = await Promise.allSettled(hosts.map((host) => bootHost(host)));
  const failure = boots.find((boot) => boot.status === 'rejected');
  if (failure) throw failure.reason;
  return hosts;
}
