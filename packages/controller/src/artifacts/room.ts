import { statfsSync } from 'node:fs';
import { ControllerError } from '../error.ts';
import { sizeText } from './size.ts';

/** What the store's own journal, catalogs and logs need beside artifacts. In bytes. */
const KEPT_FREE = 512 * 1024 ** 2;

/** What artifacts may take. */
export interface Limits {
  /** Bytes for all artifacts, with those that are on their way. */
  readonly quota: number;
  /** Bytes of the disk that stay free; half a GiB unless a test says otherwise. */
  readonly keptFree?: number;
}

/** What `serve` takes where it is not told. */
export const DEFAULT_QUOTA = 50 * 1024 ** 3;

/** @throws ControllerError `over_quota` where so many bytes more are more than all may take */
export function checkQuota(taken: number, more: number, { quota }: Limits): void {
  if (taken + more <= quota) return;
  const message = `${sizeText(more)} more would be over the quota: artifacts take ${sizeText(taken)} of ${sizeText(quota)}`;
  const hint = 'make room with controller artifacts prune, or give more with serve --artifact-quota';
  throw new ControllerError('over_quota', message, { hint });
}

/** @throws ControllerError `disk_full` where the disk has no room for so many bytes more */
export function checkDisk(folder: string, more: number, { keptFree = KEPT_FREE }: Limits): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free - more >= keptFree) return;
  const message = `the controller's disk has ${sizeText(free)} free, and ${sizeText(more)} more would leave less than ${sizeText(keptFree)}`;
  throw new ControllerError('disk_full', message, { hint: 'make room on the disk of its data folder' });
}
