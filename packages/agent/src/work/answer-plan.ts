import type { Catalog, Change, FileEffect, PackageEffect, Simulation, ToAgentOf } from '@rolecall/protocol';
import { fetchWithRetries } from '../catalog/fetch-with-retries.ts';
import type { Bound } from '../engine/bound.ts';
import { faultOf } from '../engine/fault.ts';
import { planCatalog } from '../engine/plan.ts';
import type { SimulationRequest } from '../simulate/request.ts';
import { bindWork, pastOf } from './bind-work.ts';
import type { Reply, WorkParts } from './parts.ts';

/** What one message may weigh, well below a frame. */
const MAX_MESSAGE_CHARACTERS = 180 * 1024;

/** Reads and compares; the answer comes in as many parts as it needs. */
export async function answerPlan(message: ToAgentOf<'plan'>, parts: WorkParts, reply: Reply): Promise<void> {
  const { id } = message;
  const part = { type: 'planned' as const, id, changes: [], okCount: 0, last: false };
  try {
    const catalog = await fetchWithRetries(() => parts.catalogs.get(message.catalog));
    const work = `plan:${id}`;
    const task = { catalog, hash: message.catalog, sealed: message.sealed, work };
    const { resources, hide } = await bindWork(task, await pastOf(task, parts).leftovers(), parts);
    const host = parts.binding.hostFor({ id: work, hide, onOutput: parts.binding.onOutput });
    const { changes, okCount, warnings, fault } = await planCatalog(resources, host);
    for (const piece of inPieces(changes)) reply({ ...part, changes: [...piece] });
    if (message.simulate && fault === undefined) {
      const simulation = await parts.simulate({
        ...toTry(catalog, resources, changes),
        hide,
        packs: parts.binding.packs?.folder,
      });
      for (const simulated of simulationPieces(simulation)) reply({ ...part, simulated });
    }
    reply({ ...part, okCount, last: true, warnings: [...warnings], ...(fault === undefined ? {} : { fault }) });
  } catch (thrown) {
    reply({ ...part, last: true, fault: faultOf(thrown) });
  }
}

/** What is declared, and what is left over and would be removed. */
function toTry(
  { resources: declared }: Catalog,
  all: readonly Bound[],
  changes: readonly Change[],
): Omit<SimulationRequest, 'hide' | 'packs'> {
  const going = new Set(changes.flatMap(({ index, action }) => (action === 'remove' ? [index] : [])));
  const plain = all.map(({ resource, params, marked }) => ({ resource, params, marked }));
  return { resources: plain.slice(0, declared.length), removed: plain.filter((_, index) => going.has(index)) };
}

function* simulationPieces({ files, packages, unknown }: Simulation): Generator<Simulation> {
  const none = { files: [], packages: [], unknown: [] };
  // Says that there was a simulation, also where it found nothing.
  yield none;
  for (const piece of inPieces<FileEffect>(files)) yield { ...none, files: [...piece] };
  for (const piece of inPieces<PackageEffect>(packages)) yield { ...none, packages: [...piece] };
  for (const piece of inPieces<string>(unknown)) yield { ...none, unknown: [...piece] };
}

function inPieces<T>(items: readonly T[]): readonly (readonly T[])[] {
  const pieces: T[][] = [];
  let left = 0;
  for (const item of items) {
    const size = JSON.stringify(item).length;
    if (size > left) {
      pieces.push([]);
      left = MAX_MESSAGE_CHARACTERS;
    }
    pieces.at(-1)?.push(item);
    left -= size;
  }
  return pieces;
}
