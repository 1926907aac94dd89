import type { Host, Looked } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { lookAll } from '../host/look-all.ts';
import { filePriors } from '../host/path-prior.ts';
import { insteadOf, needFolder } from '../host/regular-file.ts';
import type { LinkParams } from './resource.ts';

export interface LinkState {
  readonly target: string;
}

function read({ path }: LinkParams, found: Looked): Observed<LinkState> {
  if (found.is !== 'there') return found;
  const { entry } = found;
  if (entry.type !== 'link') return { is: 'unknown', reason: insteadOf('a link', path, entry) };
  return { is: 'present', state: { target: entry.target ?? '' } };
}

async function readAll(host: Host, wanted: readonly LinkParams[]): Promise<readonly Observed<LinkState>[]> {
  const paths = wanted.map(({ path }) => path);
  const found = await lookAll(host, paths, { digests: false });
  return wanted.map((params, i) => read(params, found[i] ?? { is: 'absent' }));
}

export const linkProvider: Provider<LinkParams, LinkState> = {
  simulates: true,
  want: ({ target }) => ({ target }),
  read: readAll,
  together: true,
  async write(host, changes) {
    for (const { params } of changes) {
      await needFolder(host, params.path);
      await host.makeLink(params.path, params.target);
    }
  },
  ...filePriors<LinkParams>(({ path }) => [path]),
  async remove(host, { path }) {
    if ((await host.stat(path))?.type === 'link') await host.removeEntry(path);
  },
};
