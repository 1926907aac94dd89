import type { ClusterRecord, Finding, InstanceId, SiteDocument, UseName } from '@rolecall/protocol';
import { instanceId, partsOfInstance } from '@rolecall/protocol/id-parts';
import type { Database } from '../store/database.ts';
import { recordsOf } from '../store/records.ts';

/** What an instance of former times is called now. */
export function presentName({ moved }: SiteDocument, former: InstanceId): InstanceId {
  const { use, host } = partsOfInstance(former);
  return instanceId(moved.uses[use] ?? use, moved.hosts[host] ?? host);
}

/** What the site remembers of a cluster, also under the name that it had before. */
export function recordFor(database: Database, site: SiteDocument, use: UseName): ClusterRecord | null {
  const records = recordsOf(database);
  const former = Object.entries(site.moved.uses).find(([, to]) => to === use)?.[0];
  const record = records.get(site.name, use) ?? (former === undefined ? null : records.get(site.name, former));
  return record === null ? null : { ...record, founder: site.moved.hosts[record.founder] ?? record.founder };
}

/** Moves that cannot be: from a name that is still in use, or to one that is not. */
export function moveFindings(site: SiteDocument): readonly Finding[] {
  const uses = new Set<string>(site.uses.map(({ use }) => use));
  const isHost = (name: string) => Object.hasOwn(site.hosts, name);
  return [
    ...Object.entries(site.moved.uses).flatMap(([from, to]) => wrong(site, from, to, (name) => uses.has(name))),
    ...Object.entries(site.moved.hosts).flatMap(([from, to]) => wrong(site, from, to, isHost)),
  ];
}

function wrong(site: SiteDocument, from: string, to: string, isThere: (name: string) => boolean): Finding[] {
  const message = isThere(from)
    ? `${from} is said to have moved to ${to}, and the site still has ${from}`
    : isThere(to)
      ? undefined
      : `${from} is said to have moved to ${to}, and the site has no ${to}`;
  return message === undefined ? [] : [{ code: 'bad_move', message, at: site.source }];
}
