import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import { runChecked } from './checked.ts';
import { lookAtFile } from './regular-file.ts';
import { showUnits, type UnitProperties } from './systemctl.ts';

const FOLDER = '/etc/systemd/system';
const ATTRIBUTES = { owner: 'root', group: 'root', mode: 0o644 };
const LIMIT_MS = 120_000;

export const unitPath = (name: string): string => `${FOLDER}/${name}`;

/** The text of a unit file of ours; nothing where there is none. What is there instead throws, and is left alone. */
export async function unitTextAt(host: Host, name: string): Promise<string | undefined> {
  const found = await lookAtFile(host, unitPath(name));
  if (found.is === 'unknown') throw new ResourceError('in_the_way', found.reason);
  return found.is === 'absent' ? undefined : new TextDecoder().decode(found.bytes);
}

/** How systemd has units: also whether it has read what is in their files. */
export const unitsAt = (host: Host, names: readonly string[]): Promise<ReadonlyMap<string, UnitProperties>> =>
  showUnits(host, names, ['LoadState', 'ActiveState', 'UnitFileState', 'NeedDaemonReload']);

export async function putUnit(host: Host, name: string, text: string): Promise<void> {
  if ((await unitTextAt(host, name)) === text) return;
  await host.writeFile(unitPath(name), { content: new TextEncoder().encode(text), ...ATTRIBUTES });
}

/** Removes unit files that are there; whether any was. */
export async function dropUnits(host: Host, names: readonly string[]): Promise<boolean> {
  let dropped = false;
  for (const name of names) {
    if ((await host.stat(unitPath(name)))?.type !== 'file') continue;
    await host.removeEntry(unitPath(name));
    dropped = true;
  }
  return dropped;
}

/** Runs systemctl for a resource that `what` names. */
export const systemctl = (host: Host, what: string, ...words: readonly string[]): Promise<unknown> =>
  runChecked(host, `${what}: systemd did not do as it was told`, {
    argv: ['systemctl', ...words],
    timeoutMs: LIMIT_MS,
  });
