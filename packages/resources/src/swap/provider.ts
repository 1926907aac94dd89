import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { runChecked, succeeded } from '../host/checked.ts';
import { ownsKernel } from '../host/kernel.ts';
import { dropUnits, putUnit, systemctl, unitPath, unitsAt } from '../host/own-units.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { readEach } from '../host/read-each.ts';
import { lookAtFile, textOf } from '../host/regular-file.ts';
import { dropFile } from '../host/system-file.ts';
import { pathUnit } from '../host/unit-name.ts';
import { makeSwap } from './make.ts';
import type { SwapParams } from './resource.ts';

export interface SwapState {
  /** The unit's text; `masked` where it must not start. */
  readonly unit: string;
  readonly enabled: boolean;
  /** Whether the kernel uses it; as wanted, where the kernel is not ours. */
  readonly active: boolean;
}

const LIMIT_MS = 600_000;
const MASK = '/dev/null';

const unitOf = ({ path }: SwapParams): string => (path === 'all' ? 'swap.target' : pathUnit(path, 'swap'));
const what = ({ path }: SwapParams): string => `The swap ${path} could not be set up`;

function unitText({ path, on, priority }: SwapParams): string {
  if (!on) return 'masked';
  const order = priority === undefined ? [] : [`Priority=${priority}`];
  const lines = ['# Written by Rolecall.', '[Unit]', `Description=Swap on ${path}`, '', '[Swap]', `What=${path}`];
  return [...lines, ...order, '', '[Install]', 'WantedBy=swap.target', ''].join('\n');
}

/** The devices and files that the kernel swaps to. */
async function used(host: Host): Promise<readonly string[]> {
  const lines = ((await textOf(host, '/proc/swaps')) ?? '').split('\n').slice(1);
  return lines.map((line) => line.split(/\s/)[0] ?? '').filter((path) => path !== '');
}

async function isActive(host: Host, path: string): Promise<boolean> {
  const paths = await used(host);
  if (path === 'all') return paths.length > 0;
  if (paths.includes(path)) return true;
  if (paths.length === 0 || !path.startsWith('/dev/')) return false;
  const real = await host.query(['readlink', '--canonicalize', '--', path]);
  return succeeded(real) && paths.includes(real.stdout.trim());
}

async function unitIn(host: Host, params: SwapParams): Promise<string | undefined> {
  const path = unitPath(unitOf(params));
  if ((await host.stat(path))?.target === MASK) return 'masked';
  const found = await lookAtFile(host, path);
  if (found.is === 'unknown') throw new Error(found.reason);
  return found.is === 'absent' ? undefined : new TextDecoder().decode(found.bytes);
}

async function isEnabled(host: Host, params: SwapParams): Promise<boolean> {
  const unit = (await unitsAt(host, [unitOf(params)])).get(unitOf(params));
  return unit?.get('UnitFileState') === 'enabled';
}

async function read(host: Host, params: SwapParams): Promise<Observed<SwapState>> {
  const unit = await unitIn(host, params);
  if (unit === undefined) return { is: 'absent' };
  const active = (await ownsKernel(host)) ? await isActive(host, params.path) : params.on;
  return { is: 'present', state: { unit, active, enabled: params.on && (await isEnabled(host, params)) } };
}

async function unmask(host: Host, params: SwapParams): Promise<void> {
  const path = unitPath(unitOf(params));
  if ((await host.stat(path))?.target === MASK) await host.removeEntry(path);
}

async function turnOn(host: Host, params: SwapParams): Promise<void> {
  const ours = await ownsKernel(host);
  if (ours) await makeSwap(host, params);
  await unmask(host, params);
  await putUnit(host, unitOf(params), unitText(params));
  await systemctl(host, what(params), 'daemon-reload');
  await systemctl(host, what(params), 'enable', unitOf(params));
  if (ours && !(await isActive(host, params.path))) await systemctl(host, what(params), 'start', unitOf(params));
}

async function swapOff(host: Host, { path }: SwapParams): Promise<void> {
  if (!(await ownsKernel(host)) || !(await isActive(host, path))) return;
  const argv = ['swapoff', ...(path === 'all' ? ['--all'] : ['--', path])];
  const hint = 'What is in it must fit into the memory that is free.';
  await runChecked(host, `The swap ${path} could not be turned off`, { argv, timeoutMs: LIMIT_MS }, hint);
}

async function turnOff(host: Host, params: SwapParams): Promise<void> {
  await swapOff(host, params);
  await dropUnits(host, [unitOf(params)]);
  await host.makeLink(unitPath(unitOf(params)), MASK);
  await systemctl(host, what(params), 'daemon-reload');
}

async function remove(host: Host, params: SwapParams): Promise<void> {
  const { path, on, sizeMiB } = params;
  const unit = await unitIn(host, params);
  if (unit === undefined) return;
  if (!on) await unmask(host, params);
  else if (unit !== 'masked') {
    await swapOff(host, params);
    await systemctl(host, what(params), 'disable', unitOf(params));
    await dropUnits(host, [unitOf(params)]);
    if (sizeMiB !== undefined) await dropFile(host, path);
  }
  await systemctl(host, what(params), 'daemon-reload');
}

/** Swap: a unit that systemd starts, or masks that keep it from starting. */
export const swapProvider: Provider<SwapParams, SwapState> = {
  textProperties: ['unit'],
  want: (params) => ({ unit: unitText(params), enabled: params.on, active: params.on }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await (params.on ? turnOn(host, params) : turnOff(host, params));
  },
  remove,
  async capture(host, params) {
    const active = (await ownsKernel(host)) && (await isActive(host, params.path));
    const state = { enabled: await isEnabled(host, params), active };
    return { paths: await capturePaths(host, [unitPath(unitOf(params))]), state };
  },
  async restore(host, params, { paths = {}, state = {} }) {
    if (state.active !== true) await swapOff(host, params);
    const unit = await unitIn(host, params);
    if (unit !== undefined && unit !== 'masked') await systemctl(host, what(params), 'disable', unitOf(params));
    await restorePaths(host, paths);
    await systemctl(host, what(params), 'daemon-reload');
    if (state.enabled === true) await systemctl(host, what(params), 'enable', unitOf(params));
    const isOff = (await ownsKernel(host)) && !(await isActive(host, params.path));
    if (state.active === true && isOff) await systemctl(host, what(params), 'start', unitOf(params));
  },
};
