import type { CommandResult } from '../../lab/machine/command.ts';
import type { Fleet } from './fleet.ts';
import { type KeyValue, type Met, type Samples, sampleDown, writeAndRead } from './load.ts';
import { overlapping, turnsOf } from './turns.ts';

/** A cluster whose members are hosts of a fleet and listen at one port. */
export interface Cluster {
  readonly fleet: Fleet;
  readonly members: readonly string[];
  readonly port: number;
}

/** What came of some work, and what a cluster and its client met meanwhile. */
export interface Endured<Came> {
  readonly came: Came;
  readonly met: Met;
  /** How many members were down at once at most, and who was down at all. */
  readonly most: number;
  readonly who: readonly string[];
}

/** Does something to a cluster while a client writes and reads keys of a prefix all the time, with a pause in milliseconds between them. */
export async function underLoad<Came>(
  { fleet, members, port }: Cluster,
  client: KeyValue,
  prefix: string,
  work: (down: Samples) => Promise<Came>,
  pauseMs?: number,
): Promise<Endured<Came>> {
  const load = writeAndRead(client, prefix, pauseMs);
  const down = sampleDown(new Map(members.map((name) => [name, { host: fleet.host(name).address, port }])));
  try {
    const came = await work(down);
    const [met, { most, who }] = await Promise.all([load.stop(), down.stop()]);
    return { came, met, most, who: [...who].sort() };
  } finally {
    await Promise.all([load.stop(), down.stop()]);
  }
}

/**
 * No operation failed, nothing acknowledged is gone (so many keys are there), never two were down at once, and each instance of a use was proven
 * before the next one.
 */
export function expectSafe({ came, met, most }: Endured<CommandResult>, counted: number, use: string): void {
  expect(met.failed).toEqual([]);
  expect(met.acknowledged).toBeGreaterThan(50);
  expect(counted).toBe(met.acknowledged);
  expect(most).toBe(1);
  expect(overlapping(turnsOf(came.stdout, use))).toEqual([]);
}
