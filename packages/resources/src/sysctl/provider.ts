import type { Host } from '../contract/host.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { runChecked } from '../host/checked.ts';
import { isSettable } from '../host/kernel.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { readEach } from '../host/read-each.ts';
import { lookAtFile, putFile, textOf } from '../host/regular-file.ts';
import type { SysctlParams } from './resource.ts';

export interface SysctlState {
  /** What the file under /etc/sysctl.d says, whole. */
  readonly file: string;
  /** What the kernel says; as wanted, where the kernel is not ours to set. */
  readonly live: string | null;
}

const LIMIT_MS = 30_000;

const normal = (value: string): string => value.trim().split(/\s+/).join(' ');

const fileOf = ({ name }: SysctlParams): string => `/etc/sysctl.d/60-rolecall-${name.replaceAll('/', '-')}.conf`;

const contentOf = ({ name, value }: SysctlParams): string => `# Written by Rolecall.\n${name} = ${normal(value)}\n`;

/** sysctl(8): the first separator says which one separates; the other one is part of a name, swapped. */
function procPath(name: string): string {
  const separator = /[./]/.exec(name)?.[0];
  if (separator === '/') return `/proc/sys/${name}`;
  return `/proc/sys/${name.replace(/[./]/g, (letter) => (letter === '.' ? '/' : '.'))}`;
}

/** Nothing where the kernel is not ours to set. */
async function kernelValue(host: Host, { name }: SysctlParams): Promise<string | null | undefined> {
  const path = procPath(name);
  if (!(await isSettable(host, path))) return undefined;
  const text = await textOf(host, path);
  return text === undefined ? null : normal(text);
}

async function liveValue(host: Host, params: SysctlParams): Promise<string | null> {
  const live = await kernelValue(host, params);
  return live === undefined ? normal(params.value) : live;
}

async function read(host: Host, params: SysctlParams): Promise<Observed<SysctlState>> {
  const found = await lookAtFile(host, fileOf(params));
  if (found.is === 'unknown') return found;
  const file = found.is === 'file' ? new TextDecoder().decode(found.bytes) : null;
  if (file === null) return { is: 'absent' };
  return { is: 'present', state: { file, live: await liveValue(host, params) } };
}

async function write(host: Host, { params }: Write<SysctlParams, SysctlState>): Promise<void> {
  const content = contentOf(params);
  const found = await lookAtFile(host, fileOf(params));
  if (found.is !== 'file' || new TextDecoder().decode(found.bytes) !== content) {
    const attributes = { owner: 'root', group: 'root', mode: 0o644 };
    await putFile(host, fileOf(params), { content: new TextEncoder().encode(content), ...attributes });
  }
  const value = normal(params.value);
  if ((await liveValue(host, params)) !== value) await setLive(host, params, value);
}

async function setLive(host: Host, { name }: SysctlParams, value: string): Promise<void> {
  await runChecked(
    host,
    `The kernel did not take ${name}`,
    { argv: ['sysctl', '-w', `${name}=${value}`], timeoutMs: LIMIT_MS },
    'Check the name and the value. A name that is missing may need its kernel module; the program is of the package procps.',
  );
}

/** Kernel values: one file each, and the running kernel. */
export const sysctlProvider: Provider<SysctlParams, SysctlState> = {
  simulates: true,
  textProperties: ['file'],
  want: (params) => ({ file: contentOf(params), live: normal(params.value) }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const change of changes) await write(host, change);
  },
  async remove(host, params) {
    if ((await host.stat(fileOf(params)))?.type === 'file') await host.removeEntry(fileOf(params));
  },
  async capture(host, params) {
    const live = await kernelValue(host, params);
    return { paths: await capturePaths(host, [fileOf(params)]), state: live === undefined ? {} : { live } };
  },
  async restore(host, params, { paths = {}, state = {} }) {
    await restorePaths(host, paths);
    const now = await kernelValue(host, params);
    const { live } = state;
    if (typeof live === 'string' && now !== undefined && now !== live) await setLive(host, params, live);
  },
};
