import type { Facts } from '@rolecall/protocol';
import { hasFixedSize, mountTable } from './mount-table.ts';
import { roomOf } from './room.ts';
import type { FactSource } from './source.ts';

/** The lasting mounts. `size` is 0 where there is no fixed one to ask for: network file systems and ZFS. */
export const readMounts = (source: FactSource): Promise<Facts['mounts']> =>
  Promise.all(
    mountTable(source).map(async (mount) => ({
      ...mount,
      size: hasFixedSize(mount) ? (await roomOf(source, mount.path)).size : 0,
    })),
  );
