import type { Host } from '../contract/host.ts';
import { runChecked } from './checked.ts';
import { needOwnPath } from './own-path.ts';

/** Even millions of files are gone by then, in ms. */
const LIMIT = 3_600_000;

/** Removes a directory with all that is in it, but nothing that is mounted there. Only where nobody can swap one of its folders meanwhile. */
export async function removeTree(host: Host, path: string): Promise<void> {
  await needOwnPath(host, path);
  const argv = ['rm', '-rf', '--one-file-system', '--', path];
  await runChecked(host, `${path} could not be removed with its content`, { argv, timeoutMs: LIMIT });
}
