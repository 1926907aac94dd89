import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { filePriors } from '../host/path-prior.ts';
import { readEach } from '../host/read-each.ts';
import { insteadOf, needFolder } from '../host/regular-file.ts';
import type { LinkParams } from './resource.ts';

export interface LinkState {
  readonly target: string;
}

async function read(host: Host, { path }: LinkParams): Promise<Observed<LinkState>> {
  const entry = await host.stat(path);
  if (entry === undefined) return { is: 'absent' };
  if (entry.type !== 'link') return { is: 'unknown', reason: insteadOf('a link', path, entry) };
  return { is: 'present', state: { target: entry.target ?? '' } };
}

export const linkProvider: Provider<LinkParams, LinkState> = {
  want: ({ target }) => ({ target }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
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
