import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Facts } from '@rolecall/protocol';
import { at, type FactSource, listIfAny, readTextIfAny } from './source.ts';
import { containerKind } from './virtualisation.ts';

type Sync = { readonly synchronised: boolean; readonly service: string | null } | { readonly unknown: string };

/** Time zone, and whether a time service has the clock right. */
export async function readTime(source: FactSource): Promise<Facts['time']> {
  const sync = await readSync(source);
  return 'unknown' in sync ? sync : { zone: zone(source), ...sync };
}

/** The zone that /etc/localtime links to; systemd takes a missing one for UTC (localtime(5)). */
function zone(source: FactSource): string {
  try {
    return readlinkSync(at(source, '/etc/localtime')).replace(/^.*zoneinfo\//, '');
  } catch {
    return readTextIfAny(source, '/etc/timezone') ?? 'UTC';
  }
}

/** The kernel tells no file whether its clock is in step, so the service that keeps it is asked. */
async function readSync(source: FactSource): Promise<Sync> {
  const timesync = listIfAny(source, '/run/systemd/timesync');
  if (timesync.length > 0) return { synchronised: timesync.includes('synchronized'), service: 'systemd-timesyncd' };
  if (listIfAny(source, '/run/chrony').includes('chronyd.pid')) return askChrony();
  if (readTextIfAny(source, '/run/ntpd.pid') !== undefined)
    return { unknown: 'ntpd does not tell in a file whether it is in step' };
  const container = containerKind(source);
  if (container !== undefined) return { unknown: `the clock of a container (${container}) is kept by its host` };
  return { synchronised: false, service: null };
}

/** chronyd tells this only by its own protocol; the last of the comma-separated fields is the leap status. */
async function askChrony(): Promise<Sync> {
  const { stdout } = await promisify(execFile)('chronyc', ['-n', '-c', 'tracking'], { timeout: 2_000 });
  return { synchronised: stdout.trimEnd().split(',').at(-1) !== 'Not synchronised', service: 'chronyd' };
}
