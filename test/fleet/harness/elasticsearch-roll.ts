import { basename, dirname } from 'node:path';
import type { CommandResult } from '../../lab/machine/command.ts';
import type { ChangedSite } from './changed-site.ts';
import { elasticsearchClient } from './elasticsearch-client.ts';
import type { ElasticsearchFleet } from './elasticsearch-fleet.ts';
import { during } from './fleet.ts';
import type { Samples } from './load.ts';
import { turnsOf } from './turns.ts';
import { type Endured, expectSafe, underLoad } from './under-load.ts';

/** What a change came to, and what its cluster and its client met meanwhile. */
export interface Rolled extends Endured<CommandResult> {
  /** How many documents are there of those that were acknowledged. */
  readonly counted: number;
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
  const endured = await underLoad({ fleet, members: nodes, port: 9200 }, client, prefix, async (down) => {
    const applying = fleet.cli(['apply', site.path, '-y', '--jsonl'], { timeoutMs: 900_000 });
    await during(applying, 'a node is stopped', async () => down.soFar().length > 0);
    await meanwhile(down.soFar()[0] ?? '', down, applying);
    return await applying;
  });
  return { ...endured, counted: await client.count(prefix), master };
}

/** It is safe and done, and went round all nodes, the master last. */
export function expectRound(rolled: Rolled, nodes: readonly string[]): void {
  const { came, counted, who, master } = rolled;
  expect([came.exitCode, came.stderr]).toEqual([0, expect.anything()]);
  expectSafe(rolled, counted, 'elasticsearch');
  expect(who).toEqual(nodes);
  const turns = turnsOf(came.stdout, 'elasticsearch');
  expect([turns.length, turns.at(-1)?.instance]).toEqual([nodes.length, `elasticsearch@${master}`]);
}
