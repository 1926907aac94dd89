import { diskHosts } from '../host/disk.ts';
import { killHost } from '../host/halt.ts';
import { filesOf } from '../host/place.ts';
import { removeFolder } from '../machine/mounts.ts';
import { healTraffic } from '../network/faults.ts';
import { sweep, withStateLock } from '../state/claim.ts';
import { labRecords } from '../state/record.ts';
import { removeLab } from '../state/removal.ts';
import { selectHosts } from './select.ts';

/** `down NAME...` removes those hosts; `down` removes every lab made by hand or kept, and what dead processes left. */
export async function down(words: readonly string[]): Promise<void> {
  await withStateLock(words.length === 0 ? removeAll : () => removeHosts(words));
}

async function removeAll(): Promise<void> {
  await sweep();
  for (const record of labRecords()) {
    if (record.owner.kind !== 'process') await removeLab(record.number);
  }
}

async function removeHosts(words: readonly string[]): Promise<void> {
  const hosts = selectHosts(words);
  for (const host of hosts) {
    await killHost(host);
    await healTraffic(host.lab, host.octet);
    await removeFolder(filesOf(host).folder);
  }
  for (const record of labRecords()) {
    if (record.owner.kind !== 'process' && diskHosts(record.number).length === 0) await removeLab(record.number);
  }
}
