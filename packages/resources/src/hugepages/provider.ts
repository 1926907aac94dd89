import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { runChecked } from '../host/checked.ts';
import { isSettable } from '../host/kernel.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { readEach } from '../host/read-each.ts';
import { lookAtFile, textOf } from '../host/regular-file.ts';
import { dropFile, putText } from '../host/system-file.ts';
import type { HugepagesParams } from './resource.ts';

export interface HugepagesState {
  /** What the file under /etc/tmpfiles.d says, whole. */
  readonly file: string;
  /** What the kernel says; as wanted, where the kernel is not ours to set. */
  readonly enabled: string | null;
  readonly defrag?: string | null;
}

const FILE = '/etc/tmpfiles.d/rolecall-hugepages.conf';
const FOLDER = '/sys/kernel/mm/transparent_hugepage';
const LIMIT_MS = 60_000;

type Setting = 'enabled' | 'defrag';
const SETTINGS: readonly Setting[] = ['enabled', 'defrag'];

function contentOf(params: HugepagesParams): string {
  const lines = SETTINGS.flatMap((name) =>
    params[name] === undefined ? [] : [`w ${FOLDER}/${name} - - - - ${params[name]}`],
  );
  return `# Written by Rolecall.\n${lines.join('\n')}\n`;
}

/** The kernel shows all choices with the one that counts in brackets. Nothing where it is not ours to set. */
async function kernelValue(host: Host, name: Setting): Promise<string | null | undefined> {
  const path = `${FOLDER}/${name}`;
  if (!(await isSettable(host, path))) return undefined;
  const text = await textOf(host, path);
  return text === undefined ? null : (/\[([^\]]+)\]/.exec(text)?.[1] ?? text.trim());
}

async function liveValue(host: Host, name: Setting, wanted: string): Promise<string | null> {
  const value = await kernelValue(host, name);
  return value === undefined ? wanted : value;
}

async function read(host: Host, { enabled, defrag }: HugepagesParams): Promise<Observed<HugepagesState>> {
  const found = await lookAtFile(host, FILE);
  if (found.is !== 'file') return found;
  const state = {
    file: new TextDecoder().decode(found.bytes),
    enabled: await liveValue(host, 'enabled', enabled),
    ...(defrag === undefined ? {} : { defrag: await liveValue(host, 'defrag', defrag) }),
  };
  return { is: 'present', state };
}

async function write(host: Host, params: HugepagesParams): Promise<void> {
  await putText(host, FILE, contentOf(params));
  const settable = await isSettable(host, `${FOLDER}/enabled`);
  if (!settable) return;
  await runChecked(
    host,
    'The kernel did not take the setting of huge pages',
    { argv: ['systemd-tmpfiles', '--create', FILE], timeoutMs: LIMIT_MS },
    'A kernel that is built without transparent huge pages has no such setting.',
  );
}

async function setLive(host: Host, name: Setting, value: string): Promise<void> {
  const argv = ['sh', '-c', 'printf %s "$1" >"$2"', 'sh', value, `${FOLDER}/${name}`];
  await runChecked(host, 'The former setting of huge pages could not be put back', { argv, timeoutMs: LIMIT_MS });
}

/** Transparent huge pages: a file for the next boot, and the kernel now. */
export const hugepagesProvider: Provider<HugepagesParams, HugepagesState> = {
  textProperties: ['file'],
  want: (params) => ({
    file: contentOf(params),
    enabled: params.enabled,
    ...(params.defrag === undefined ? {} : { defrag: params.defrag }),
  }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  async remove(host) {
    await dropFile(host, FILE);
  },
  async capture(host) {
    const state: Record<string, string> = {};
    for (const name of SETTINGS) {
      const value = await kernelValue(host, name);
      if (typeof value === 'string') state[name] = value;
    }
    return { paths: await capturePaths(host, [FILE]), state };
  },
  async restore(host, _params, { paths = {}, state = {} }) {
    await restorePaths(host, paths);
    for (const name of SETTINGS) {
      const [now, before] = [await kernelValue(host, name), state[name]];
      if (typeof before === 'string' && now !== undefined && now !== before) await setLive(host, name, before);
    }
  },
};
