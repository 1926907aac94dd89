import type { Catalog, InstanceId, RunId, SealedSecret, Sha256 } from '@rolecall/protocol';
import { partsOfAssignment } from '@rolecall/protocol/id-parts';
import { type BoundCatalog, bindCatalog } from '../catalog/bind.ts';
import { fetchWithRetries } from '../catalog/fetch-with-retries.ts';
import { hiddenValues } from '../engine/fault.ts';
import { AgentError, codeOf, messageOf } from '../error.ts';
import { bindLeftovers } from '../ledger/bind-leftovers.ts';
import { ledgerCatalogs } from '../ledger/ledger.ts';
import { type FromCatalog, type Leftover, Past } from '../ledger/leftovers.ts';
import { bindUndo } from '../prior/bind-undo.ts';
import type { StateSnapshot } from '../state/snapshot.ts';
import type { WorkParts } from './parts.ts';

/** A catalog that is planned or applied. */
export interface Task {
  readonly catalog: Catalog;
  readonly hash: Sha256;
  readonly sealed: readonly SealedSecret[];
  /** What its commands are named after. */
  readonly work: string;
}

/** What was written for its instance before, as the ledger knows it now. */
export const pastOf = ({ catalog, hash }: Task, parts: WorkParts): Past =>
  new Past(catalog, hash, parts.journal.state.ledger, fromFormer(catalog.instance, parts));

/** All that is to be settled: what is declared, then what is left over; or what a run is undone by. */
export async function bindWork(task: Task, leftovers: readonly Leftover[], parts: WorkParts): Promise<BoundCatalog> {
  const { catalog, hash, sealed, work } = task;
  await parts.binding.packs?.load(catalog.resources);
  const { resources, hide } = bindCatalog(catalog, sealed, work, parts.binding);
  // What was written before may hold secrets that did not come with this catalog.
  const blank = { by: parts.binding, work, hide: hiddenValues([...hide, ...parts.binding.known.values()]) };
  if (catalog.undo !== null) {
    const records = await parts.priors.of(
      catalog.undo,
      catalog.instance,
      hasChanged(catalog.undo, catalog.instance, parts),
    );
    await parts.binding.packs?.loadAdmitted(records.map(({ resource }) => resource));
    return { resources: bindUndo(records, blank), hide: blank.hide };
  }
  const former = fromFormer(catalog.instance, parts);
  const more = await bindLeftovers(leftovers, { catalog: hash, resources }, former, blank);
  return { resources: [...resources, ...more], hide };
}

/** Catalogs without which open work could not go on, or nobody could say any longer what was written. */
export const catalogsIn = ({ ledger, active }: StateSnapshot): ReadonlySet<string> =>
  new Set([
    ...ledgerCatalogs(ledger),
    ...active.flatMap(({ message, beyond }) => [
      message.catalog,
      ...(beyond?.leftovers ?? []).map(({ catalog }) => catalog),
      ...(beyond?.passed ?? []).map(({ catalog }) => catalog),
      ...(beyond?.prepares === undefined ? [] : [beyond.prepares]),
    ]),
  ]);

const fromFormer =
  (instance: InstanceId, { catalogs }: WorkParts): FromCatalog =>
  (hash, choose) =>
    fetchWithRetries(() => catalogs.select(hash, choose)).catch((cause: unknown) => {
      throw codeOf(cause) === 'refused' ? lost(instance, cause) : cause;
    });

function lost(instance: InstanceId, cause: unknown): AgentError {
  const message = `what was declared for ${instance} before is known neither on this host nor to the controller: ${messageOf(cause)}`;
  return new AgentError('catalog_lost', message, {
    hint: 'bring the folder of catalogs under /var/lib/rolecall back from a backup of this host, or enrol it anew',
    cause,
  });
}

/** Whether it is remembered that a run changed something of an instance. */
function hasChanged(run: RunId, instance: InstanceId, { journal }: WorkParts): boolean {
  return journal.state.finished.some(({ body }) => {
    const of = partsOfAssignment(body.assignment);
    return (
      of.run === run &&
      of.instance === instance &&
      of.stage === 'converge' &&
      body.counts.changed + body.counts.removed > 0
    );
  });
}
