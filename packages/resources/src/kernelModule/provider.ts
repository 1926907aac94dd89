import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { runChecked } from '../host/checked.ts';
import { ownsKernel } from '../host/kernel.ts';
import { filePriors } from '../host/path-prior.ts';
import { readEach } from '../host/read-each.ts';
import { lookAtFile } from '../host/regular-file.ts';
import { dropFile, putText } from '../host/system-file.ts';
import type { KernelModuleParams } from './resource.ts';

export interface KernelModuleState {
  /** The file that has it loaded at boot, whole. */
  readonly load: string;
  /** The file with its options, whole; empty where there is none. */
  readonly options: string;
  /** Whether the kernel has it; as wanted, where the kernel is not ours. */
  readonly loaded: boolean;
}

const LIMIT_MS = 60_000;
const HEAD = '# Written by Rolecall.\n';

const loadPath = ({ name }: KernelModuleParams): string => `/etc/modules-load.d/rolecall-${name}.conf`;
const optionsPath = ({ name }: KernelModuleParams): string => `/etc/modprobe.d/rolecall-${name}.conf`;
const loadText = ({ name }: KernelModuleParams): string => `${HEAD}${name}\n`;

function optionsText({ name, options }: KernelModuleParams): string {
  const words = Object.entries(options).map(([option, value]) => `${option}=${value}`);
  return words.length === 0 ? '' : `${HEAD}options ${name} ${words.join(' ')}\n`;
}

async function isLoaded(host: Host, { name }: KernelModuleParams): Promise<boolean> {
  if (!(await ownsKernel(host))) return true;
  if ((await host.stat(`/sys/module/${name.replaceAll('-', '_')}`)) !== undefined) return true;
  const { stdout } = await host.query(['modprobe', '--show-depends', '--', name]);
  return stdout.startsWith('builtin ');
}

async function read(host: Host, params: KernelModuleParams): Promise<Observed<KernelModuleState>> {
  const [load, options] = [await lookAtFile(host, loadPath(params)), await lookAtFile(host, optionsPath(params))];
  if (load.is !== 'file') return load;
  if (options.is === 'unknown') return options;
  const state = {
    load: new TextDecoder().decode(load.bytes),
    options: options.is === 'absent' ? '' : new TextDecoder().decode(options.bytes),
    loaded: await isLoaded(host, params),
  };
  return { is: 'present', state };
}

async function write(host: Host, params: KernelModuleParams): Promise<void> {
  const options = optionsText(params);
  // Before it is loaded, so that they count.
  if (options === '') await dropFile(host, optionsPath(params));
  else await putText(host, optionsPath(params), options);
  await putText(host, loadPath(params), loadText(params));
  if (await isLoaded(host, params)) return;
  await runChecked(
    host,
    `The module ${params.name} could not be loaded`,
    { argv: ['modprobe', '--', params.name], timeoutMs: LIMIT_MS },
    'Check its name and its options; it may need another package of modules for the running kernel, or a reboot after a new kernel.',
  );
}

/** Modules: a file to load each at boot, one for its options, and the kernel now. */
export const kernelModuleProvider: Provider<KernelModuleParams, KernelModuleState> = {
  textProperties: ['options'],
  want: (params) => ({ load: loadText(params), options: optionsText(params), loaded: true }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  async remove(host, params) {
    await dropFile(host, loadPath(params));
    await dropFile(host, optionsPath(params));
  },
  ...filePriors((params: KernelModuleParams) => [loadPath(params), optionsPath(params)]),
};
