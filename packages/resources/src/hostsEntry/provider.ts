import { ResourceError } from '../contract/error.ts';
import type { FileWrite, Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { filePriors } from '../host/path-prior.ts';
import { readTogether } from '../host/read-each.ts';
import { lookAtFile, putFile } from '../host/regular-file.ts';
import { type Named, readName, removeName, setName } from './lines.ts';
import type { HostsEntryParams } from './resource.ts';

const HOSTS = '/etc/hosts';
const USUAL = { owner: 'root', group: 'root', mode: 0o644 };

const wanted = ({ address, aliases }: HostsEntryParams): Named => ({ addresses: [address].flat(), aliases });

type Attributes = Pick<FileWrite, 'owner' | 'group' | 'mode'>;

interface Hosts extends Attributes {
  readonly text: string;
}

/** The file as it is now, whose owner and mode are kept: its content may be for nobody else. */
async function hostsNow(host: Host): Promise<Hosts> {
  const found = await lookAtFile(host, HOSTS);
  if (found.is === 'absent') return { text: '', ...USUAL };
  if (found.is === 'unknown') throw new ResourceError('not_a_file', found.reason);
  if (found.bytes === undefined) throw new ResourceError('file_too_large', `${HOSTS} is too large to be read`);
  const { owner, group, mode } = found.entry;
  return { text: new TextDecoder().decode(found.bytes), owner, group, mode };
}

async function read(host: Host, all: readonly HostsEntryParams[]): Promise<readonly Observed<Named>[]> {
  const { text } = await hostsNow(host);
  return all.map(({ name, aliases }) => {
    const state = readName(text, name, aliases);
    return state === undefined ? { is: 'absent' } : { is: 'present', state };
  });
}

/** Writes the file where it changes, and keeps its owner and mode. */
async function change(host: Host, edit: (text: string) => string): Promise<void> {
  const { text, ...attributes } = await hostsNow(host);
  const after = edit(text);
  if (after !== text) await putFile(host, HOSTS, { content: new TextEncoder().encode(after), ...attributes });
}

/** Names in /etc/hosts: read once for all of them. */
export const hostsEntryProvider: Provider<HostsEntryParams, Named> = {
  simulates: true,
  want: wanted,
  together: true,
  read: (host, all) => readTogether(all, (some) => read(host, some)),
  write: (host, changes) =>
    change(host, (before) => changes.reduce((text, { params }) => setName(text, params.name, wanted(params)), before)),
  gone: ({ addresses }) => addresses.length === 0,
  remove: (host, { name }) => change(host, (text) => removeName(text, name)),
  ...filePriors<HostsEntryParams>(() => [HOSTS]),
};
