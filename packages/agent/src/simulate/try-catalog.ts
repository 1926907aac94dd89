import type { Host } from '@rolecall/resources';
import { providers } from '@rolecall/resources/providers';
import { applyCatalog } from '../engine/apply.ts';
import type { Bound } from '../engine/bound.ts';
import { faultOf } from '../engine/fault.ts';
import { Accounts } from '../host/accounts.ts';
import type { OwedLedger } from '../host/contract.ts';
import { directHost } from './direct-host.ts';
import type { SimulationRequest, Tried } from './request.ts';

type Wanted = SimulationRequest['resources'][number];

/** Carries a catalog out on the copy that this process stands in, as far as a copy can show it. */
export async function tryCatalog({ resources, removed, hide }: SimulationRequest): Promise<Tried> {
  const host = directHost(new Accounts());
  const tried = resources.filter(canBeTried).map((one, index): Bound => ({ index, ...one, ...on(host, one), hide }));
  const untried = [...resources, ...removed].filter((one) => !canBeTried(one)).map(({ resource }) => idOf(resource));
  const hooks = { beforeWrite: async () => undefined, settled: () => {}, isCancelled: () => false };
  const work = { resources: tried, host, owed: NOTHING_OWED, next: 0, changed: 0, begun: new Map() };
  const { fault } = await applyCatalog(work, hooks);
  if (fault !== undefined) return { untried, fault };
  return { untried, fault: await takeAway(removed.filter(canBeTried), host, hide) };
}

async function takeAway(
  removed: SimulationRequest['removed'],
  host: Host,
  hide: readonly string[],
): Promise<Tried['fault']> {
  try {
    for (const { resource, params } of removed) await providerOf(resource).remove(host, params);
    return undefined;
  } catch (thrown) {
    return faultOf(thrown, hide);
  }
}

const idOf = ({ kind, key }: Wanted['resource']): string => `${kind}:${key}`;

const providerOf = ({ kind }: Wanted['resource']): Bound['provider'] => providers[kind as keyof typeof providers];

const canBeTried = ({ resource }: Pick<Wanted, 'resource'>): boolean => providerOf(resource)?.simulates === true;

const on = (host: Host, { resource }: Wanted): Pick<Bound, 'host' | 'provider'> => ({
  host,
  provider: providerOf(resource),
});

/** Services are not started on a copy, so none is owed anything. */
const NOTHING_OWED: OwedLedger = { expect: async () => {}, confirm: async () => {}, withdraw: async () => {} };
