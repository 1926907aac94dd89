import { posix } from 'node:path';
import { ResourceError } from '../contract/error.ts';
import type { Entry, Host } from '../contract/host.ts';
import { folderOf } from './paths.ts';

const OTHERS_WRITE = 0o022;
/** More links on the way to one path are a mistake. */
const MAX_LINKS = 8;

const isRoots = ({ type, owner, mode }: Entry): boolean =>
  owner === 'root' && (type === 'link' || (type === 'directory' && (mode & OTHERS_WRITE) === 0));

/**
 * Refuses a path on which a program is to work by its name, where others than root could put something else in the place of one of its
 * folders meanwhile. What is missing on the way is no danger: only root can make it then.
 */
export async function needOwnPath(host: Host, path: string, links = 0): Promise<void> {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const entry = await host.stat(folder);
    if ((entry !== undefined && !isRoots(entry)) || links > MAX_LINKS) {
      throw new ResourceError('unsafe_folder', `${path} is left alone: ${folder} is not root's alone.`, {
        hint: `Others could put something else in its place meanwhile. Let root own ${folder} and nobody else write to it, or do this by hand.`,
      });
    }
    if (entry?.target !== undefined) {
      const target = posix.resolve(folderOf(folder), entry.target);
      await needOwnPath(host, posix.join(target, 'x'), links + 1);
    }
    if (folder === '/') return;
  }
}
