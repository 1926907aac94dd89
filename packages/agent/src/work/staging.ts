import type { Sha256 } from '@rolecall/protocol';
import { fetchWithRetries } from '../catalog/fetch-with-retries.ts';
import { type Bound, idOf } from '../engine/bound.ts';
import { blankBound } from '../ledger/blank-bound.ts';
import { providerOf } from '../packs/provider-of.ts';
import type { ActiveWork } from '../state/work.ts';
import { absentNow, thoseThat } from './absent.ts';
import { pastOf, type Task } from './bind-work.ts';
import type { WorkParts } from './parts.ts';

/** Before anything is staged: writes down what of the change that follows is new to its instance and not there. */
export async function prepareStaging(task: Task, { beyond }: ActiveWork, parts: WorkParts): Promise<void> {
  const { prepares } = task.catalog;
  if (prepares === undefined || beyond !== undefined) return;
  const absent = await absentNow(await changeThatFollows(task, prepares, parts));
  if (Object.keys(absent).length === 0) return;
  const work = { leftovers: [], leaves: 'declared', absent, prepares } as const;
  parts.journal.append({ is: 'prepared', assignment: task.work, formerly: [], work });
}

/** Once it is staged: what came along with it, as a package brings its service, is as little from before as it is. */
export async function noteBrought(task: Task, { beyond }: ActiveWork, parts: WorkParts): Promise<void> {
  if (beyond?.prepares === undefined) return;
  const { prepares: catalog, absent } = beyond;
  const change = await changeThatFollows(task, catalog, parts);
  const there = await thoseThat(
    'present',
    change.filter((one) => absent[idOf(one)] === true),
  );
  const resources = there.map((one) => ({ id: idOf(one), index: one.index }));
  if (resources.length > 0) parts.journal.append({ is: 'brought', assignment: task.work, catalog, resources });
}

/** What that change declares and its instance did not have before, without secrets: it is only looked at. */
async function changeThatFollows(task: Task, hash: Sha256, parts: WorkParts): Promise<readonly Bound[]> {
  const { catalogs, binding: by } = parts;
  const catalog = await fetchWithRetries(() => catalogs.get(hash));
  await by.packs?.loadAdmitted(catalog.resources);
  const blank = { by, work: task.work, hide: [] };
  const bound = catalog.resources.flatMap((resource, index) => {
    const provider = providerOf(resource, by);
    return provider === undefined ? [] : [blankBound(resource, index, provider, blank)];
  });
  return pastOf({ ...task, catalog, hash }, parts).newAmong(bound);
}
