import { type Host, RoleError } from '@rolecall/roles';
import { MOST_HEAP, type Params } from './params.ts';

/** A kernel's update moves the host's memory by some KiB: that must change no heap, since it would restart every node. */
const STEP = 128 * 2 ** 20;
const MIB = 2 ** 20;

const memoryOf = ({ facts: { mem } }: Host): number | undefined =>
  mem === undefined || 'unknown' in mem ? undefined : mem.total;

/** How many MiB the JVM of a host gets: half of the memory at most, the rest is what the kernel keeps files in. */
export function heapMiB(host: Host, { heap }: Pick<Params, 'heap'>): number {
  if (heap !== undefined) return Math.floor(heap / MIB);
  const memory = memoryOf(host);
  if (memory === undefined) {
    throw new RoleError('bad_params', `nobody knows how much memory ${host.name} has: say heap: '2GiB'`);
  }
  return Math.min(MOST_HEAP, Math.floor(memory / 2 / STEP) * STEP) / MIB;
}

const shown = (bytes: number): string => `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`;

/** @throws RoleError where a heap is more than half of its host's memory */
export function checkHeap(hosts: readonly Host[], { heap }: Pick<Params, 'heap'>): void {
  if (heap === undefined) return;
  for (const host of hosts) {
    const memory = memoryOf(host);
    if (memory === undefined || heap * 2 <= memory) continue;
    const than = heap > memory ? 'larger than the memory' : 'more than half of the memory';
    throw new RoleError(
      'bad_params',
      `a heap of ${shown(heap)} is ${than} of ${host.name} (${shown(memory)}): say at most ${shown(memory / 2)}, or leave it out`,
    );
  }
}
