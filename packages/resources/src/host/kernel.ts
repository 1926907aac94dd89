import type { Host } from '../contract/host.ts';
import { isReadOnly } from './mounts.ts';
import { textOf } from './regular-file.ts';

/**
 * Whether a value of the kernel can be set from this host. In a container it cannot: the kernel is that of the machine outside, and what is
 * below /proc/sys and /sys is mounted to be read only.
 */
export async function isSettable(host: Host, path: string): Promise<boolean> {
  // The mounts of systemd, which starts the program that sets the value.
  return !isReadOnly((await textOf(host, '/proc/1/mounts')) ?? '', path);
}

/** Whether the kernel as a whole, its modules and its swap, is this host's. */
export const ownsKernel = (host: Host): Promise<boolean> => isSettable(host, '/proc/sys');
