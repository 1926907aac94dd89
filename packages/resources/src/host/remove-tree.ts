import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import { runChecked } from './checked.ts';
import { folderOf } from './paths.ts';

/** Even millions of files are gone by then, in ms. */
const LIMIT = 3_600_000;
const OTHERS_WRITE = 0o022;

/** Removes a directory with all that is in it, but nothing that is mounted there. Only where nobody can swap one of its folders meanwhile. */
export async function removeTree(host: Host, path: string): Promise<void> {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const entry = await host.stat(folder);
    if (entry?.type !== 'directory' || entry.owner !== 'root' || (entry.mode & OTHERS_WRITE) !== 0) {
      throw new ResourceError(
        'unsafe_folder',
        `${path} is not removed with its content: ${folder} is not root's alone.`,
        {
          hint: 'Others could put something else in its place meanwhile. Look at what is in it, and remove it by hand.',
        },
      );
    }
    if (folder === '/') break;
  }
  const argv = ['rm', '-rf', '--one-file-system', '--', path];
  await runChecked(host, `${path} could not be removed with its content`, { argv, timeoutMs: LIMIT });
}
