import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { filePriors } from '../host/path-prior.ts';
import { readTogether } from '../host/read-each.ts';
import { lookAtFile, putFile } from '../host/regular-file.ts';
import { type Named, readName, removeName, setName } from './lines.ts';
import type { HostsEntryParams } from './resource.ts';

const HOSTS = '/etc/hosts';
const USUAL = { owner: 'root', group: 'root', mode: 0o644 };

const wanted = ({ address, aliases }: HostsEntryParams): Named => ({ addresses: [address].flat(), aliases });

async function textNow(host: Host): Promise<string> {
  const found = await lookAtFile(host, HOSTS);
  if (found.is === 'unknown') throw new Error(found.reason);
  return found.is === 'absent' ? '' : new TextDecoder().decode(found.bytes);
}

async function read(host: Host, all: readonly HostsEntryParams[]): Promise<readonly Observed<Named>[]> {
  const text = await textNow(host);
  return all.map(({ name, aliases }) => {
    const state = readName(text, name, aliases);
    return state === undefined ? { is: 'absent' } : { is: 'present', state };
  });
}

/** Writes the file where it changes, and keeps its owner and mode. */
async function put(host: Host, before: string, after: string): Promise<void> {
  if (after === before) return;
  const { owner, group, mode } = (await host.stat(HOSTS)) ?? USUAL;
  await putFile(host, HOSTS, { content: new TextEncoder().encode(after), owner, group, mode });
}

/** Names in /etc/hosts: read once for all of them. */
export const hostsEntryProvider: Provider<HostsEntryParams, Named> = {
  simulates: true,
  want: wanted,
  together: true,
  read: (host, all) => readTogether(all, (some) => read(host, some)),
  async write(host, changes) {
    const before = await textNow(host);
    await put(
      host,
      before,
      changes.reduce((text, { params }) => setName(text, params.name, wanted(params)), before),
    );
  },
  gone: ({ addresses }) => addresses.length === 0,
  async remove(host, { name }) {
    const before = await textNow(host);
    await put(host, before, removeName(before, name));
  },
  ...filePriors<HostsEntryParams>(() => [HOSTS]),
};
