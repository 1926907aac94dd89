import type { Json } from '@rolecall/protocol';
import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { runChecked, succeeded } from '../host/checked.ts';
import { needOwnPath } from '../host/own-path.ts';
import { dropUnits, putUnit, systemctl, unitPath, unitsAt, unitTextAt } from '../host/own-units.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { folderOf } from '../host/paths.ts';
import { readEach } from '../host/read-each.ts';
import { insteadOf, textOf } from '../host/regular-file.ts';
import { pathUnit } from '../host/unit-name.ts';
import { deviceOf, isInFstab, type Mounted, mountedAt, systemMounts } from './mounted.ts';
import type { MountParams } from './resource.ts';

export interface MountState {
  readonly unit: string;
  readonly enabled: boolean;
  readonly mounted: boolean;
  /** Those of the wanted options that hold now. */
  readonly options: readonly string[];
}

const LIMIT_MS = 300_000;
/** Options that the kernel shows by the name under which they were asked for, with what takes each back. */
const SHOWN: Readonly<Record<string, string>> = {
  ro: 'rw',
  noexec: 'exec',
  nosuid: 'suid',
  nodev: 'dev',
  noatime: 'atime,relatime',
};
const NETWORK = new Set(['nfs', 'nfs4', 'cifs', 'ceph', 'glusterfs', 'fuse.glusterfs', 'fuse.sshfs']);

const unitOf = ({ path }: MountParams): string => pathUnit(path, 'mount');
const what = ({ path }: MountParams): string => `${path} could not be mounted`;

function unitText({ path, source, type, options, nofail }: MountParams): string {
  const target = NETWORK.has(type) || options.includes('_netdev') ? 'remote-fs.target' : 'local-fs.target';
  // systemd orders a mount before its target unless this option is among its own.
  const all = [...options, ...(nofail ? ['nofail'] : [])];
  const lines = [
    '# Written by Rolecall.',
    '[Unit]',
    `Description=Mount of ${path.replaceAll('%', '%%')}`,
    '',
    '[Mount]',
  ];
  const where = [`What=${source}`, `Where=${path.replaceAll('%', '%%')}`, `Type=${type}`];
  const how = all.length === 0 ? [] : [`Options=${all.join(',')}`];
  return [...lines, ...where, ...how, '', '[Install]', `${nofail ? 'WantedBy' : 'RequiredBy'}=${target}`, ''].join(
    '\n',
  );
}

/** Why what is mounted there is not this; nothing where it is. */
async function otherThere(host: Host, params: MountParams, mounted: Mounted): Promise<string | undefined> {
  const { path, source, type, options } = params;
  if (options.includes('bind') || options.includes('rbind')) return undefined;
  const wanted = await deviceOf(host, source);
  if (mounted.type === type && (mounted.source === wanted || !wanted.startsWith('/dev/'))) return undefined;
  return `${path} has ${mounted.source} (${mounted.type}) mounted, not ${source} (${type}): it is left as it is. Unmount it by hand, where it is not in use.`;
}

async function read(host: Host, params: MountParams): Promise<Observed<MountState>> {
  const { path, options } = params;
  if (isInFstab((await textOf(host, '/etc/fstab')) ?? '', path)) {
    return { is: 'unknown', reason: `${path} is in /etc/fstab: take it out there, or leave it to that file.` };
  }
  const mounted = mountedAt(await systemMounts(host), path);
  const reason = mounted && (await otherThere(host, params, mounted));
  if (reason !== undefined) return { is: 'unknown', reason };
  const unit = await unitTextAt(host, unitOf(params));
  if (unit === undefined && mounted === undefined) return { is: 'absent' };
  const shown = (await unitsAt(host, [unitOf(params)])).get(unitOf(params));
  const state = {
    unit: unit ?? '',
    enabled: shown?.get('UnitFileState') === 'enabled',
    mounted: mounted !== undefined,
    options: options.filter((option) => !(option in SHOWN) || mounted?.options.includes(option)),
  };
  return { is: 'present', state };
}

/** Makes the directory, and refuses one with something in it. */
async function prepare(host: Host, { path }: MountParams): Promise<void> {
  const entry = await host.stat(path);
  if (entry === undefined) {
    return void (await runChecked(host, `${path} could not be made`, {
      argv: ['mkdir', '-p', '--', path],
      timeoutMs: LIMIT_MS,
    }));
  }
  if (entry.type !== 'directory') throw new ResourceError('not_a_directory', insteadOf('a directory', path, entry));
  const inside = await host.query(['find', path, '-mindepth', '1', '-maxdepth', '1', '-print', '-quit']);
  if (succeeded(inside) && inside.stdout.trim() === '') return;
  throw new ResourceError('not_empty', `${path} is not empty: what is in it would be hidden by the mount.`, {
    hint: 'Move it away, mount, and move it back.',
  });
}

async function write(host: Host, params: MountParams): Promise<void> {
  await needOwnPath(host, params.path);
  const unit = unitOf(params);
  const mounted = mountedAt(await systemMounts(host), params.path);
  if (mounted === undefined) await prepare(host, params);
  await putUnit(host, unit, unitText(params));
  await systemctl(host, what(params), 'daemon-reload');
  await systemctl(host, what(params), 'reenable', unit);
  if (mounted === undefined) {
    const argv = ['systemctl', 'start', unit];
    await runChecked(host, what(params), { argv, timeoutMs: LIMIT_MS }, `See "journalctl -u ${unit}" on the host.`);
    return;
  }
  await remount(host, params, params.options);
}

async function remount(host: Host, { path }: MountParams, options: readonly string[]): Promise<void> {
  const argv = ['mount', '-o', ['remount', ...options].join(','), '--', path];
  const hint = 'Options that the kernel cannot change on a mounted file system count from the next boot.';
  await runChecked(host, `${path} could not be mounted again with its options`, { argv, timeoutMs: LIMIT_MS }, hint);
}

const shownOptions = (mounted: Mounted | undefined): readonly string[] =>
  Object.keys(SHOWN).filter((option) => mounted?.options.includes(option));

/** What is mounted gets the options that it had; those that are not shown stay as they are. */
async function restoreOptions(host: Host, params: MountParams, before: Json | undefined): Promise<void> {
  if (!Array.isArray(before)) return;
  const now = shownOptions(mountedAt(await systemMounts(host), params.path));
  const changes = Object.entries(SHOWN)
    .filter(([option]) => before.includes(option) !== now.includes(option))
    .map(([option, back]) => (before.includes(option) ? option : back));
  if (changes.length > 0) await remount(host, params, changes);
}

async function unmount(host: Host, params: MountParams): Promise<void> {
  if (mountedAt(await systemMounts(host), params.path) === undefined) return;
  await needOwnPath(host, params.path);
  const argv = ['umount', '--', params.path];
  const hint = `See what uses it with "fuser -vm ${params.path}" on the host.`;
  await runChecked(host, `${params.path} could not be unmounted`, { argv, timeoutMs: LIMIT_MS }, hint);
}

async function remove(host: Host, params: MountParams): Promise<void> {
  if ((await unitTextAt(host, unitOf(params))) === undefined) return;
  await unmount(host, params);
  await systemctl(host, `${params.path} could not be disabled`, 'disable', unitOf(params));
  if (await dropUnits(host, [unitOf(params)])) await systemctl(host, what(params), 'daemon-reload');
}

/** The directory and those above it that would have to be made. */
async function missingFolders(host: Host, { path }: MountParams): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = path; at !== '/' && (await host.stat(at)) === undefined; at = folderOf(at)) missing.push(at);
  return missing;
}

/** Mounts: a unit each, which boot and administrators use as any other. */
export const mountProvider: Provider<MountParams, MountState> = {
  textProperties: ['unit'],
  want: (params) => ({ unit: unitText(params), enabled: true, mounted: true, options: params.options }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  remove,
  gone: ({ unit }) => unit === '',
  async capture(host, params) {
    const shown = (await unitsAt(host, [unitOf(params)])).get(unitOf(params));
    const mounted = mountedAt(await systemMounts(host), params.path);
    const options = mounted === undefined ? {} : { options: shownOptions(mounted) };
    const state = { enabled: shown?.get('UnitFileState') === 'enabled', mounted: mounted !== undefined, ...options };
    const paths = [unitPath(unitOf(params)), ...(await missingFolders(host, params))];
    return { paths: await capturePaths(host, paths), state };
  },
  async restore(host, params, { paths = {}, state = {} }) {
    const unit = unitOf(params);
    if (state.mounted !== true) await unmount(host, params);
    if ((await unitTextAt(host, unit)) !== undefined) await systemctl(host, what(params), 'disable', unit);
    await restorePaths(host, paths);
    await systemctl(host, what(params), 'daemon-reload');
    if (state.enabled === true) await systemctl(host, what(params), 'enable', unit);
    if (state.mounted !== true) return;
    await needOwnPath(host, params.path);
    const isMounted = mountedAt(await systemMounts(host), params.path) !== undefined;
    if (!isMounted) await systemctl(host, what(params), 'start', unit);
    await restoreOptions(host, params, state.options);
  },
};
