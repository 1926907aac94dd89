import { basename, dirname } from 'node:path';
import type { CommandResult } from '../../lab/machine/command.ts';
import type { ChangedSite } from './changed-site.ts';
import { elasticsearchClient } from './elasticsearch-client.ts';
import type { ElasticsearchFleet } from './elasticsearch-fleet.ts';
import { during } from './fleet.ts';
import { type Met, type Samples, sampleDown, writeAndRead } from './load.ts';
import { overlapping, turnsOf } from './turns.ts';

/** What a change came to, and what its cluster and its client met meanwhile. */
export interface Rolled {
  readonly applied: CommandResult;
  readonly met: Met;
  /** How many documents are there of those that were acknowledged. */
  readonly counted: number;
  /** How many nodes were down at once at most, and who was down at all. */
  readonly most: number;
  readonly who: readonly string[];
  /** Who was master before. */
  readonly master: string;
}

/** What else happens, from when the first node is stopped. */
export type Meanwhile = (first: string, down: Samples, applying: Promise<CommandResult>) => Promise<unknown>;

/** Applies a site that changes running nodes, under a client that writes and reads all the time. */
export async function rollUnderLoad(
  { fleet, get }: ElasticsearchFleet,
  nodes: readonly string[],
  site: ChangedSite,
  meanwhile: Meanwhile = async () => {},
): Promise<Rolled> {
  const master = (await get(nodes[0] ?? '', '/_cat/master?h=node')).trim();
  using client = await elasticsearchClient(fleet, nodes);
  await client.put('warm', 'warm');
  const prefix = `${basename(dirname(site.path))}/`;
  const load = writeAndRead(client, prefix);
  const down = sampleDown(new Map(nodes.map((host) => [host, { host: fleet.host(host).address, port: 9200 }])));
  try {
    const applying = fleet.cli(['apply', site.path, '-y', '--jsonl'], { timeoutMs: 900_000 });
    await during(applying, 'a node is stopped', async () => down.soFar().length > 0);
    await meanwhile(down.soFar()[0] ?? '', down, applying);
    const applied = await applying;
    const [met, { most, who }] = await Promise.all([load.stop(), down.stop()]);
    return { applied, met, counted: await client.count(prefix), most, who: [...who].sort(), master };
  } finally {
    await Promise.all([load.stop(), down.stop()]);
  }
}

/** No operation failed, nothing acknowledged is gone, never two were down at once, and each was proven before the next one. */
export function expectSafe({ applied, met, counted, most }: Rolled): void {
  expect(met.failed).toEqual([]);
  expect(met.acknowledged).toBeGreaterThan(50);
  expect(counted).toBe(met.acknowledged);
  expect(most).toBe(1);
  expect(overlapping(turnsOf(applied.stdout))).toEqual([]);
}

/** It is safe and done, and went round all nodes, the master last. */
export function expectRound(came: Rolled, nodes: readonly string[]): void {
  expect([came.applied.exitCode, came.applied.stderr]).toEqual([0, expect.anything()]);
  expectSafe(came);
  expect(came.who).toEqual(nodes);
  const turns = turnsOf(came.applied.stdout);
  expect([turns.length, turns.at(-1)?.instance]).toEqual([nodes.length, `elasticsearch@${came.master}`]);
}
