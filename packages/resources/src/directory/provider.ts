import type { Host, Looked, PlacedDirectory } from '../contract/host.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { errorOf } from '../host/error-of.ts';
import { lookAll } from '../host/look-all.ts';
import { filePriors } from '../host/path-prior.ts';
import { folderOf, modeText } from '../host/paths.ts';
import { insteadOf, needFolder } from '../host/regular-file.ts';
import { removeTree } from '../host/remove-tree.ts';
import type { DirectoryParams } from './resource.ts';

export interface DirectoryState {
  readonly type: 'directory';
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
}

const stateOf = (of: Pick<DirectoryParams, 'owner' | 'group' | 'mode'>): DirectoryState => ({
  type: 'directory',
  owner: of.owner,
  group: of.group,
  mode: modeText(of.mode),
});

function read({ path }: DirectoryParams, found: Looked): Observed<DirectoryState> {
  if (found.is !== 'there') return found;
  const { entry } = found;
  if (entry.type !== 'directory') return { is: 'unknown', reason: insteadOf('a directory', path, entry) };
  return { is: 'present', state: stateOf(entry) };
}

async function readAll(host: Host, wanted: readonly DirectoryParams[]): Promise<readonly Observed<DirectoryState>[]> {
  const paths = wanted.map(({ path }) => path);
  const found = await lookAll(host, paths, { digests: false });
  return wanted.map((params, i) => read(params, found[i] ?? { is: 'absent' }));
}

/** In their order, up to the first that cannot be made; together, because the disk is waited for once for all of them. */
async function write(host: Host, changes: readonly Write<DirectoryParams, DirectoryState>[]): Promise<void> {
  const known = new Set<string>();
  const fit: PlacedDirectory[] = [];
  const unfit = await errorOf(async () => {
    for (const { params, found } of changes) {
      const { path, owner, group, mode } = params;
      if (found.is === 'absent' && !known.has(folderOf(path))) await needFolder(host, path);
      known.add(path);
      if (host.makeDirectories !== undefined) fit.push({ path, owner, group, mode });
      else if (found.is === 'absent') await host.makeDirectory(path, { owner, group, mode });
      else await host.setAttributes(path, { owner, group, mode });
    }
  });
  if (fit.length > 0) await host.makeDirectories?.(fit);
  if (unfit !== undefined) throw unfit.error;
}

export const directoryProvider: Provider<DirectoryParams, DirectoryState> = {
  simulates: true,
  want: stateOf,
  read: readAll,
  together: true,
  write,
  holdsData: true,
  ...filePriors<DirectoryParams>(({ path }) => [path]),
  async remove(host, { path }, how) {
    const entry = await host.stat(path);
    if (entry === undefined) return;
    const isFull = entry.type === 'directory' && (await host.list(path)).length > 0;
    await (isFull && how?.always === true ? removeTree(host, path) : host.removeEntry(path));
  },
};
