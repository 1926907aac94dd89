import type { Facts } from '@rolecall/protocol';
import { type FactSource, listIfAny, readText, readTextIfAny } from './source.ts';

/** Made of other disks, of files or of memory, or with media that come and go. */
const NO_DISK = /^(loop|ram|zram|dm-|nbd|sr|fd)\d/;

/** The kernel counts in these whatever the disk's own sector is (Documentation/ABI/stable/sysfs-block, `size`). */
const SECTOR_BYTES = 512;

/** Block devices with a size of their own, arrays (`md`) among them. */
export function readDisks(source: FactSource): Facts['disks'] {
  return listIfAny(source, '/sys/block')
    .filter((name) => !NO_DISK.test(name))
    .map((name) => ({
      name,
      size: Number(readText(source, `/sys/block/${name}/size`)) * SECTOR_BYTES,
      rotational: readTextIfAny(source, `/sys/block/${name}/queue/rotational`) === '1',
      model: readTextIfAny(source, `/sys/block/${name}/device/model`)?.trim() ?? '',
    }))
    .filter((disk) => disk.size > 0)
    .slice(0, 1024);
}
