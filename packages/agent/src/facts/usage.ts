import type { Facts } from '@rolecall/protocol';
import { memInfo } from './mem.ts';
import { isRemote, mountTable } from './mount-table.ts';
import { roomOf } from './room.ts';
import { type FactSource, readText } from './source.ts';

/** The moving figures, outside the document's hash. Network file systems are left out of `mounts`. */
export async function readUsage(source: FactSource): Promise<Facts['usage']> {
  const mounts = mountTable(source).filter((mount) => !isRemote(mount));
  return {
    memAvailable: memInfo(source)('MemAvailable'),
    load1: Number.parseFloat(readText(source, '/proc/loadavg')),
    uptimeMs: Math.round(Number.parseFloat(readText(source, '/proc/uptime')) * 1000),
    mounts: await Promise.all(mounts.map(async ({ path }) => ({ path, free: (await roomOf(source, path)).free }))),
  };
}
