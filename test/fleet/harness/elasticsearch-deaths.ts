import type { ChangedSite } from './changed-site.ts';
import type { ElasticsearchFleet } from './elasticsearch-fleet.ts';
import { expectRound, rollUnderLoad } from './elasticsearch-roll.ts';
import { during, until } from './fleet.ts';
import { downFor, killAgent, killingAgent } from './kill.ts';
import { appliedIn } from './turns.ts';
import { expectSafe } from './under-load.ts';

/** A cluster of three, and a site that gives its nodes another heap, in mebibytes, and holds copies back for half a minute at most. */
export interface HeapChange {
  readonly search: ElasticsearchFleet;
  readonly nodes: readonly string[];
  readonly site: ChangedSite;
  readonly heap: number;
}

const HEAP = '/etc/elasticsearch/jvm.options.d/heap.options';

/** Waits until the agents of all nodes are linked and the cluster is green with all of them. */
export async function isWhole({ fleet, get }: ElasticsearchFleet, nodes: readonly string[]): Promise<void> {
  await until('all are linked', async () => {
    const lines = (await fleet.cli(['hosts'])).stdout.split('\n');
    return nodes.every((node) => lines.some((line) => line.includes(node) && !line.includes('away')));
  });
  await until(
    'the cluster is green with all its nodes',
    async () => {
      const { status, number_of_nodes } = JSON.parse(await get(nodes[0] ?? '', '/_cluster/health'));
      return status === 'green' && number_of_nodes === nodes.length;
    },
    240_000,
  );
}

/** Whose heap is changed already. */
async function having({ search, nodes, heap }: HeapChange): Promise<readonly string[]> {
  const texts = await Promise.all(nodes.map((host) => search.fleet.host(host).readFile(HEAP)));
  return nodes.filter((_, index) => texts[index]?.includes(`-Xmx${heap}m\n`));
}

const heldBackBy = async ({ search }: HeapChange, node: string): Promise<boolean> =>
  /allocation|rolecall/.test(await search.get(node, '/_cluster/settings?flat_settings=true'));

async function expectDone(change: HeapChange): Promise<void> {
  const { search, nodes, site } = change;
  expect(await having(change)).toEqual(nodes);
  expect((await search.apply(site.path)).stdout).not.toMatch(/changed|failed=|skipped=|unreachable=/);
  expect(await heldBackBy(change, nodes[0] ?? '')).toBe(false);
}

/** A change that goes round under load ends well where controller and agents are killed again and again. */
export async function outlivesAgents(change: HeapChange): Promise<void> {
  const { search, nodes, site } = change;
  const { controller, host } = search.fleet;
  const rolled = await rollUnderLoad(search, nodes, site, async (first, down, applying) => {
    await killAgent(host(first));
    await downFor(controller, 4_000);
    await during(applying, 'a second node is stopped', async () => down.soFar().length > 1);
    await Promise.all(nodes.map((node) => killingAgent(host(node), applying, 3)));
  });
  expect(rolled.came.stderr).toContain('the controller is away');
  expectRound(rolled, nodes);
  await expectDone(change);
}

/** It goes on where the host of a stopped node comes back, stops where that of the next one stays off, and `--resume` finishes it. */
export async function outlivesHosts(change: HeapChange): Promise<void> {
  const { search, nodes, site } = change;
  const { host } = search.fleet;
  let lost: readonly string[] = [];
  const rolled = await rollUnderLoad(search, nodes, site, async (first, down, applying) => {
    await downFor(host(first), 8_000);
    await during(applying, 'a second node is stopped', async () => down.soFar().length > 1);
    lost = [first, down.soFar()[1] ?? ''];
    await host(lost[1] ?? '').kill();
  });
  expect([rolled.came.exitCode === 0, rolled.came.stdout]).toEqual([
    false,
    expect.stringContaining('"outcome":"unreachable"'),
  ]);
  expectSafe(rolled, rolled.counted, 'elasticsearch');
  expect(rolled.who).toEqual([...lost].sort());
  expect(rolled.who).not.toContain(rolled.master);

  // Those who are left make the copies that they lack, though nobody resumed anything.
  await until('nothing is held back', async () => !(await heldBackBy(change, rolled.master)), 240_000);
  await host(lost[1] ?? '').start();
  await isWhole(search, nodes);
  expect(await having(change)).not.toContain(rolled.master);
  await search.apply(site.path, '--resume', appliedIn(rolled.came.stdout));
  await expectDone(change);
}
