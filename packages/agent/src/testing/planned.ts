import type { Change } from '@rolecall/protocol';
import type { Host } from '@rolecall/resources';
import type { Bound } from '../engine/bound.ts';
import { type Planned as PlannedApart, planCatalog } from '../engine/plan.ts';

/** A plan with all of its changes, as whoever asked for it puts it together. */
export interface Planned extends PlannedApart {
  readonly changes: readonly Change[];
}

/** Plans, and gathers what is told. */
export async function planned(resources: readonly Bound[], host: Host): Promise<Planned> {
  const changes: Change[] = [];
  const rest = await planCatalog(resources, host, async (change) => void changes.push(change));
  return { ...rest, changes };
}
