import type { Host } from '../contract/host.ts';
import { succeeded } from '../host/checked.ts';
import { textOf } from '../host/regular-file.ts';

/** One line of `/proc/PID/mounts`. */
export interface Mounted {
  readonly source: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** Blanks are written as octal there; see proc(5). */
const plain = (word: string): string =>
  word.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** What is mounted at a path now, the uppermost; nothing where nothing is. */
export function mountedAt(mounts: string, path: string): Mounted | undefined {
  const lines = mounts.split('\n').map((line) => line.split(' ').map(plain));
  const line = lines.findLast(([, at]) => at === path);
  if (line === undefined) return undefined;
  const [source = '', , type = '', options = ''] = line;
  return { source, type, options: options.split(',') };
}

/** Whether `/etc/fstab` has a line for a path. */
export const isInFstab = (fstab: string, path: string): boolean =>
  fstab.split('\n').some((line) => !line.trim().startsWith('#') && plain(line.trim().split(/\s+/)[1] ?? '') === path);

/** The device that a source means now; the source itself where it is no device. */
export async function deviceOf(host: Host, source: string): Promise<string> {
  const isTag = /^(UUID|LABEL|PARTUUID|PARTLABEL)=/.test(source);
  if (!isTag && !source.startsWith('/dev/')) return source;
  const named = isTag ? await host.query(['findfs', source]) : undefined;
  const device = named === undefined ? source : named.stdout.trim();
  if (device === '') return source;
  const real = await host.query(['readlink', '--canonicalize', '--', device]);
  return succeeded(real) ? real.stdout.trim() : device;
}

export const systemMounts = async (host: Host): Promise<string> => (await textOf(host, '/proc/1/mounts')) ?? '';
