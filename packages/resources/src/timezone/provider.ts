import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { filePriors } from '../host/path-prior.ts';
import { readEach } from '../host/read-each.ts';
import { insteadOf, putFile, textOf } from '../host/regular-file.ts';
import type { TimezoneParams } from './resource.ts';

export interface TimezoneState {
  /** Where /etc/localtime points; UTC where there is none, see localtime(5). */
  readonly zone: string;
  /** What Debian's /etc/timezone says; as wanted, where there is none. */
  readonly file: string;
}

const LINK = '/etc/localtime';
const FILE = '/etc/timezone';
const ZONES = '/usr/share/zoneinfo/';

async function linked(host: Host): Promise<string> {
  const entry = await host.stat(LINK);
  if (entry === undefined) return 'UTC';
  if (entry.type === 'file') return 'a copy of some zone';
  if (entry.type !== 'link') throw new ResourceError('in_the_way', insteadOf('a link', LINK, entry));
  return (entry.target ?? '').replace(/^(\.\.)?\/usr\/share\/zoneinfo\//, '');
}

async function read(host: Host, { zone }: TimezoneParams): Promise<Observed<TimezoneState>> {
  const file = ((await textOf(host, FILE)) ?? zone).trim();
  return { is: 'present', state: { zone: await linked(host), file } };
}

async function write(host: Host, { zone }: TimezoneParams): Promise<void> {
  if ((await host.stat(`${ZONES}${zone}`)) === undefined) {
    throw new ResourceError('no_zone', `There is no time zone ${zone}: ${ZONES}${zone} is missing.`, {
      hint: "Check the name; the zones are of the package tzdata, some old names of tzdata-legacy: declare pkg('tzdata').",
    });
  }
  if ((await host.stat(LINK))?.type === 'file') await host.removeEntry(LINK);
  await host.makeLink(LINK, `${ZONES}${zone}`);
  if ((await host.stat(FILE)) === undefined) return;
  const content = new TextEncoder().encode(`${zone}\n`);
  await putFile(host, FILE, { content, owner: 'root', group: 'root', mode: 0o644 });
}

/** The time zone. There is always one, so it is never taken away. */
export const timezoneProvider: Provider<TimezoneParams, TimezoneState> = {
  simulates: true,
  want: ({ zone }) => ({ zone, file: zone }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  holdsData: true,
  gone: () => true,
  remove: async () => {},
  ...filePriors<TimezoneParams>(() => [LINK, FILE]),
};
