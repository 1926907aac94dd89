import type { Change, Fault, Warning } from '@rolecall/protocol';
import type { Host, Observed, Owed } from '@rolecall/resources';
import { advance, type Phase, readOne } from './advance.ts';
import { BatchReader } from './batch-reader.ts';
import { type Bound, idOf } from './bound.ts';
import { listenersOf } from './listeners.ts';
import { readOnlyHost } from './read-only-host.ts';

/** Takes a change as soon as it is known; planning goes on when this resolves, and ends where it rejects. */
export type TellChange = (change: Change) => Promise<void>;

/** What is said of all together. */
export interface Planned {
  readonly okCount: number;
  /** What is said of resources though nothing may differ. */
  readonly warnings: readonly Warning[];
  /** Why the first resource could not be read of which nobody can tell; an apply would stop there. */
  readonly fault?: Fault | undefined;
}

/**
 * What an apply of these resources would do now; nothing is written, and no change is held once it was told: they may carry whole files.
 * A resource that would change makes the services that listen to it see what they would be owed, so a plan shows the restarts that an apply does.
 */
export async function planCatalog(resources: readonly Bound[], host: Host, tell: TellChange): Promise<Planned> {
  const wouldOwe = new Map<string, Owed[]>();
  const asked = readOnlyHost(host, (service) => wouldOwe.get(service) ?? []);
  const bounds = resources.map((bound) => ({ ...bound, host: asked }));
  const listeners = listenersOf(bounds);
  const reader = new BatchReader(
    bounds.filter((bound) => !listens(bound)),
    asked,
  );
  const warnings: Warning[] = [];
  let okCount = 0;
  let fault: Fault | undefined;
  for (const bound of bounds) {
    const phase = await planOne(bound, reader, (found) => warnings.push(...warningsOf(bound, found)));
    const change = changeIn(phase);
    if (change !== undefined) await tell(change);
    else if (phase.at === 'done') okCount++;
    else if (phase.at === 'failed') fault ??= phase.fault;
    if (phase.at !== 'writing') continue;
    for (const { service, action } of listeners.get(idOf(bound)) ?? []) {
      wouldOwe.set(service, [...(wouldOwe.get(service) ?? []), { action, because: idOf(bound) }]);
    }
  }
  return { okCount, warnings: warnings.slice(0, MAX_WARNINGS), fault };
}

/** What is to be done, or said. */
function changeIn(phase: Phase): Change | undefined {
  return phase.at === 'writing' || phase.at === 'done' ? phase.change : undefined;
}

/** Services that listen are read in their turn: what they are owed depends on what comes before them. */
async function planOne(bound: Bound, reader: BatchReader, found: (found: Observed<object>) => void): Promise<Phase> {
  return advance({ at: 'reading' }, bound, async (one) => {
    const observed = await (listens(one) ? readOne(one) : reader.read(one));
    found(observed);
    return observed;
  });
}

/** As many as one message may hold. */
const MAX_WARNINGS = 100;

function warningsOf({ provider, params, resource, instead }: Bound, found: Observed<object>): readonly Warning[] {
  if (provider.warnings === undefined || instead !== undefined) return [];
  const { kind, key } = resource;
  const state = found.is === 'present' ? found.state : undefined;
  return provider.warnings(params, state).map((sentence) => ({ kind, key, sentence: sentence.slice(0, 500) }));
}

const listens = (bound: Bound): boolean => (bound.provider.listensTo?.(bound.params) ?? []).length > 0;
