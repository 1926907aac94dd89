import type { Host, Looked } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { lookAll } from '../host/look-all.ts';
import { filePriors } from '../host/path-prior.ts';
import { modeText } from '../host/paths.ts';
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

export const directoryProvider: Provider<DirectoryParams, DirectoryState> = {
  simulates: true,
  want: stateOf,
  read: readAll,
  together: true,
  async write(host, changes) {
    for (const { params, found } of changes) {
      const { path, owner, group, mode } = params;
      if (found.is === 'absent') await needFolder(host, path);
      const put = found.is === 'absent' ? host.makeDirectory : host.setAttributes;
      await put.call(host, path, { owner, group, mode });
    }
  },
  holdsData: true,
  ...filePriors<DirectoryParams>(({ path }) => [path]),
  async remove(host, { path }, how) {
    const entry = await host.stat(path);
    if (entry === undefined) return;
    const isFull = entry.type === 'directory' && (await host.list(path)).length > 0;
    await (isFull && how?.always === true ? removeTree(host, path) : host.removeEntry(path));
  },
};
