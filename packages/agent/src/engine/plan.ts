import type { Change, Fault } from '@rolecall/protocol';
import type { Host, Owed } from '@rolecall/resources';
import { advance, type Phase, readOne } from './advance.ts';
import { BatchReader } from './batch-reader.ts';
import { type Bound, idOf } from './bound.ts';
import { listenersOf } from './listeners.ts';
import { readOnlyHost } from './read-only-host.ts';

export interface Planned {
  readonly changes: readonly Change[];
  readonly okCount: number;
  /** Why the first resource could not be read of which nobody can tell; an apply would stop there. */
  readonly fault?: Fault | undefined;
}

/**
 * What an apply of these resources would do now; nothing is written. A resource that would change makes the services that
 * listen to it see what they would be owed, so a plan shows the restarts that an apply does.
 */
export async function planCatalog(resources: readonly Bound[], host: Host): Promise<Planned> {
  const wouldOwe = new Map<string, Owed[]>();
  const asked = readOnlyHost(host, (service) => wouldOwe.get(service) ?? []);
  const bounds = resources.map((bound) => ({ ...bound, host: asked }));
  const listeners = listenersOf(bounds);
  const reader = new BatchReader(
    bounds.filter((bound) => !listens(bound)),
    asked,
  );
  const phases: Phase[] = [];
  for (const bound of bounds) {
    const phase = await planOne(bound, reader);
    phases.push(phase);
    if (phase.at !== 'writing') continue;
    for (const { service, action } of listeners.get(idOf(bound)) ?? []) {
      wouldOwe.set(service, [...(wouldOwe.get(service) ?? []), { action, because: idOf(bound) }]);
    }
  }
  return {
    changes: phases.flatMap((phase) => changeIn(phase) ?? []),
    okCount: phases.filter((phase) => phase.at === 'done' && phase.change === undefined).length,
    fault: phases.find((phase) => phase.at === 'failed')?.fault,
  };
}

/** What is to be done, or said. */
function changeIn(phase: Phase): Change | undefined {
  return phase.at === 'writing' || phase.at === 'done' ? phase.change : undefined;
}

/** Services that listen are read in their turn: what they are owed depends on what comes before them. */
const planOne = (bound: Bound, reader: BatchReader): Promise<Phase> =>
  advance({ at: 'reading' }, bound, (one) => (listens(one) ? readOne(one) : reader.read(one)));

const listens = (bound: Bound): boolean => (bound.provider.listensTo?.(bound.params) ?? []).length > 0;
