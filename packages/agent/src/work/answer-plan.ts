import type {
  Catalog,
  Change,
  FileEffect,
  FromAgentOf,
  PackageEffect,
  Simulation,
  ToAgentOf,
} from '@rolecall/protocol';
import { fetchWithRetries } from '../catalog/fetch-with-retries.ts';
import type { Bound } from '../engine/bound.ts';
import { faultOf } from '../engine/fault.ts';
import { planCatalog } from '../engine/plan.ts';
import { AgentError } from '../error.ts';
import type { SimulationRequest } from '../simulate/request.ts';
import { bindWork, pastOf } from './bind-work.ts';
import type { Reply, WorkParts } from './parts.ts';
import { Pieces } from './pieces.ts';

/** Reads and compares; the answer comes in as many parts as it needs, each when the link has room for it. */
export async function answerPlan(message: ToAgentOf<'plan'>, parts: WorkParts, reply: Reply): Promise<void> {
  const { id } = message;
  const part = { type: 'planned' as const, id, changes: [], okCount: 0, last: false };
  const send = async (more: Partial<FromAgentOf<'planned'>>): Promise<void> => {
    if (!(await reply({ ...part, ...more })))
      throw new AgentError('unreachable', 'the link was lost while a plan was told');
  };
  try {
    const catalog = await fetchWithRetries(() => parts.catalogs.get(message.catalog));
    const work = `plan:${id}`;
    const task = { catalog, hash: message.catalog, sealed: message.sealed, work };
    const { resources, hide } = await bindWork(task, await pastOf(task, parts).leftovers(), parts);
    const host = parts.binding.hostFor({ id: work, hide, onOutput: parts.binding.onOutput });
    const changes = new Pieces<Change>((piece) => send({ changes: piece }));
    const going = new Set<number>();
    const { okCount, warnings, fault } = await planCatalog(resources, host, (change) => {
      if (change.action === 'remove') going.add(change.index);
      return changes.add(change);
    });
    await changes.end();
    if (message.simulate && fault === undefined) {
      const wanted = { ...toTry(catalog, resources, going), hide, packs: parts.binding.packs?.folder };
      await tellSimulation(await parts.simulate(wanted), (simulated) => send({ simulated }));
    }
    await send({ okCount, last: true, warnings: [...warnings], ...(fault === undefined ? {} : { fault }) });
  } catch (thrown) {
    await reply({ ...part, last: true, fault: faultOf(thrown) });
  }
}

/** What is declared, and what is left over and would be removed. */
function toTry(
  { resources: declared }: Catalog,
  all: readonly Bound[],
  going: ReadonlySet<number>,
): Omit<SimulationRequest, 'hide' | 'packs'> {
  const plain = all.map(({ resource, params, marked }) => ({ resource, params, marked }));
  return { resources: plain.slice(0, declared.length), removed: plain.filter((_, index) => going.has(index)) };
}

async function tellSimulation(
  { files, packages, unknown }: Simulation,
  tell: (piece: Simulation) => Promise<void>,
): Promise<void> {
  const none = { files: [], packages: [], unknown: [] };
  // Says that there was a simulation, also where it found nothing.
  await tell(none);
  await inPieces<FileEffect>(files, (piece) => tell({ ...none, files: piece }));
  await inPieces<PackageEffect>(packages, (piece) => tell({ ...none, packages: piece }));
  await inPieces<string>(unknown, (piece) => tell({ ...none, unknown: piece }));
}

async function inPieces<T>(items: readonly T[], tell: (piece: T[]) => Promise<void>): Promise<void> {
  const pieces = new Pieces<T>(tell);
  for (const item of items) await pieces.add(item);
  await pieces.end();
}
