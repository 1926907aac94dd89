import type { AnyProvider, Host } from '@rolecall/resources';
import { providers } from '@rolecall/resources/providers';
import { applyCatalog } from '../engine/apply.ts';
import type { Bound } from '../engine/bound.ts';
import { faultOf } from '../engine/fault.ts';
import { Accounts } from '../host/accounts.ts';
import type { OwedLedger } from '../host/contract.ts';
import { loadPack, storedPack } from '../packs/load-pack.ts';
import { directHost } from './direct-host.ts';
import type { SimulationRequest, Tried } from './request.ts';

type Wanted = SimulationRequest['resources'][number];

/** Carries a catalog out on the copy that this process stands in, as far as a copy can show it. */
export async function tryCatalog({ resources, removed, hide, packs }: SimulationRequest): Promise<Tried> {
  const host = directHost(new Accounts());
  const providerOf = await providersOf([...resources, ...removed], packs);
  const canBeTried = ({ resource }: Pick<Wanted, 'resource'>): boolean => providerOf(resource)?.simulates === true;
  const tried = resources.flatMap((one, index): Bound[] => {
    const provider = providerOf(one.resource);
    return provider?.simulates === true ? [{ index, ...one, host, provider, hide }] : [];
  });
  const untried = [...resources, ...removed].filter((one) => !canBeTried(one)).map(({ resource }) => idOf(resource));
  const hooks = { beforeWrite: async () => undefined, settled: () => {}, isCancelled: () => false };
  const work = { resources: tried, host, owed: NOTHING_OWED, next: 0, changed: 0, begun: new Map() };
  const { fault } = await applyCatalog(work, hooks);
  if (fault !== undefined) return { untried, fault };
  return { untried, fault: await takeAway(removed.filter(canBeTried), providerOf, host, hide) };
}

async function takeAway(
  removed: SimulationRequest['removed'],
  providerOf: ProviderOf,
  host: Host,
  hide: readonly string[],
): Promise<Tried['fault']> {
  try {
    for (const { resource, params } of removed) await providerOf(resource)?.remove(host, params);
    return undefined;
  } catch (thrown) {
    return faultOf(thrown, hide);
  }
}

const idOf = ({ kind, key }: Wanted['resource']): string => `${kind}:${key}`;

type ProviderOf = (resource: Wanted['resource']) => AnyProvider | undefined;

/** The agent that asks has checked that these packs are admitted. */
async function providersOf(all: readonly Pick<Wanted, 'resource'>[], folder: string | undefined): Promise<ProviderOf> {
  const named = new Set(all.flatMap(({ resource }) => resource.pack ?? []));
  const loaded = new Map<string, AnyProvider>();
  for (const pack of named) {
    // One that is gone by now is not tried.
    if (folder !== undefined && (await storedPack(folder, pack)) !== undefined)
      loaded.set(pack, (await loadPack(folder, pack)).provider);
  }
  return ({ kind, pack }) => (pack === undefined ? providers[kind as keyof typeof providers] : loaded.get(pack));
}

/** Services are not started on a copy, so none is owed anything. */
const NOTHING_OWED: OwedLedger = { expect: async () => {}, confirm: async () => {}, withdraw: async () => {} };
