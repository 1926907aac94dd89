import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { runChecked } from '../host/checked.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { readEach } from '../host/read-each.ts';
import { lookAtFile, putFile, textOf } from '../host/regular-file.ts';
import type { HostnameParams } from './resource.ts';

export interface HostnameState {
  /** What the host is called after its next start. */
  readonly file: string | null;
  /** What it is called now. */
  readonly live: string;
}

const FILE = '/etc/hostname';
const LIVE = '/proc/sys/kernel/hostname';

const liveName = async (host: Host): Promise<string> => ((await textOf(host, LIVE)) ?? '').trim();

/** The name in a text: its first line that is no comment, see hostname(5). */
const nameIn = (text: string): string | null =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#')) ?? null;

async function read(host: Host): Promise<Observed<HostnameState>> {
  const found = await lookAtFile(host, FILE);
  if (found.is === 'unknown') return found;
  const file = found.is === 'absent' ? null : nameIn(new TextDecoder().decode(found.bytes));
  return { is: 'present', state: { file, live: await liveName(host) } };
}

async function setLive(host: Host, name: string): Promise<void> {
  if ((await liveName(host)) === name) return;
  await runChecked(host, `The host could not be named ${name}`, { argv: ['hostname', name], timeoutMs: 30_000 });
}

/** The name of the host. There is always one, so it is never taken away. */
export const hostnameProvider: Provider<HostnameParams, HostnameState> = {
  want: ({ name }) => ({ file: name, live: name }),
  read: (host, wanted) => readEach(wanted, () => read(host)),
  async write(host, changes) {
    for (const { params, found } of changes) {
      if (found.is === 'absent' || found.state.file !== params.name) {
        const content = new TextEncoder().encode(`${params.name}\n`);
        await putFile(host, FILE, { content, owner: 'root', group: 'root', mode: 0o644 });
      }
      await setLive(host, params.name);
    }
  },
  holdsData: true,
  gone: () => true,
  remove: async () => {},
  capture: async (host) => ({ paths: await capturePaths(host, [FILE]), state: { live: await liveName(host) } }),
  async restore(host, _params, { paths = {}, state = {} }) {
    await restorePaths(host, paths);
    if (typeof state.live === 'string' && state.live !== '') await setLive(host, state.live);
  },
};
