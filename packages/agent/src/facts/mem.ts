import type { Facts } from '@rolecall/protocol';
import { type FactSource, readPairs, readText, readTextIfAny } from './source.ts';

/** /proc/meminfo counts in KiB although it prints `kB`. */
const KIB = 1024;

/** One figure of /proc/meminfo, bytes; throws where there is none. */
export function memInfo(source: FactSource): (key: string) => number {
  const pairs = readPairs(readText(source, '/proc/meminfo'), ':');
  return (key) => {
    const bytes = Number.parseInt(pairs.get(key) ?? '', 10) * KIB;
    if (Number.isNaN(bytes)) throw new Error(`/proc/meminfo has no ${key}`);
    return bytes;
  };
}

/** Memory and swap, bytes; `hugepages` is the mode of transparent huge pages, `unsupported` where the kernel has none. */
export function readMem(source: FactSource): Facts['mem'] {
  const figure = memInfo(source);
  const modes = readTextIfAny(source, '/sys/kernel/mm/transparent_hugepage/enabled') ?? '';
  return {
    total: figure('MemTotal'),
    swap: figure('SwapTotal'),
    hugepages: /\[(\w+)\]/.exec(modes)?.[1] ?? 'unsupported',
  };
}
