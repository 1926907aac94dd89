import { type Host, RoleError } from '@rolecall/roles';
import type { Params } from './params.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** The kernel's own part of the memory differs a little from boot to boot. */
const STEP = 256 * MIB;

/** Cassandra's own rule: the larger of half of the memory, up to 1 GiB, and a quarter of it, up to 8 GiB. */
export function heapFor(memory: number): number {
  const heap = Math.max(Math.min(memory / 2, GIB), Math.min(memory / 4, 8 * GIB));
  return Math.max(STEP, Math.floor(heap / STEP) * STEP);
}

/** The heap of a member, in MiB. What lies outside of it (the page cache, memtables, buffers) needs as much again. */
export function heapOf({ name, facts }: Host, { heap }: Params): number {
  const { mem } = facts;
  const memory = mem === undefined || 'unknown' in mem ? undefined : mem.total;
  if (heap === undefined && memory === undefined) {
    throw new RoleError('bad_params', `how much memory ${name} has cannot be told: say heap`);
  }
  const bytes = heap ?? heapFor(memory ?? 0);
  if (memory !== undefined && bytes * 2 > memory) {
    const most = Math.floor(memory / 2 / MIB);
    throw new RoleError(
      'bad_params',
      `a heap of ${Math.round(bytes / MIB)} MiB is too large for ${name}: at most half of its memory, ${most} MiB`,
    );
  }
  return Math.floor(bytes / MIB);
}
