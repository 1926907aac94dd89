import { elasticsearchClient } from './harness/elasticsearch-client.ts';
import { type ElasticsearchFleet, NODES, startElasticsearchFleet } from './harness/elasticsearch-fleet.ts';
import { expectRound, rollUnderLoad } from './harness/elasticsearch-roll.ts';
import { enrol, until } from './harness/fleet.ts';
import { killBoth } from './harness/kill.ts';

/** What stops nodes and changes who they are, on real hosts. Every test begins and ends with the same three nodes. */
let search: ElasticsearchFleet;

/** What the first test changes, and the other one leaves as it is. */
const CHANGED = ["heap: '1GiB',", "heap: '272MiB',"] as const;
const applied = async (...changes: readonly (readonly [string, string])[]) => {
  using site = search.site(CHANGED, ...changes);
  return await search.apply(site.path);
};
const nodesSeenBy = async (host: string): Promise<readonly string[]> =>
  (await search.get(host, '/_cat/nodes?h=name')).trim().split(/\s+/).sort();
/** The site with a fourth host. */
const GROWN = [
  ["'search-3'];", "'search-3', 'search-4'];"],
  ["'search-3': {", "'search-4': { labels: { server: 'd' } }, 'search-3': {"],
] as const;

beforeAll(async () => {
  search = await startElasticsearchFleet();
  using site = search.site();
  await search.apply(site.path);
}, 1_800_000);

afterAll(async () => {
  await search?.fleet.remove();
}, 120_000);

test('a changed setting goes round one node at a time, the master last, under a client that loses nothing', async () => {
  using changed = search.site(CHANGED);
  expectRound(await rollUnderLoad(search, NODES, changed), NODES);
  expect(await search.get('search-1', '/_cluster/settings?flat_settings=true')).not.toContain('allocation.enable');
}, 1_200_000);

test('a node leaves only once its data has moved, and is forgotten then, though controller and agent die', async () => {
  using client = await elasticsearchClient(search.fleet, NODES);
  for (let i = 0; i < 100; i++) await client.put(`kept/${i}`, `${i}`);
  const settings = () => search.get('search-2', '/_cluster/settings?flat_settings=true');
  const [fourth] = await search.fleet.lab.addHosts(['search-4']);
  if (fourth === undefined) throw new Error('search-4 was not added');
  await search.prepare(fourth);
  await enrol(search.fleet.controller, fourth);
  await applied(...GROWN);

  const leaving = search.fleet.cli(['decommission', 'elasticsearch@search-4', '-y'], { timeoutMs: 900_000 });
  await until('it is being emptied', async () => (await settings()).includes('search-4'), 120_000);
  await killBoth(search.fleet, 'search-1');
  const left = await leaving;
  expect([left.exitCode, left.stdout, left.stderr]).toEqual([0, expect.anything(), expect.anything()]);

  expect(await nodesSeenBy('search-1')).toEqual(NODES);
  expect(JSON.parse(await search.get('search-1', '/_cluster/health')).status).toBe('green');
  expect(await client.count('kept/')).toBe(100);
  expect(await settings()).not.toContain('exclude');
  expect((await applied()).stdout).not.toMatch(/changed/);
}, 1_200_000);

test('a node that works moves to a host that was one before, and every document is there', async () => {
  using client = await elasticsearchClient(search.fleet, ['search-1', 'search-2']);
  const before = await client.count('');
  expect(before).toBeGreaterThan(50);
  using site = search.site(CHANGED);
  const words = ['move', 'elasticsearch@search-3', 'search-4', '--site', site.path, '-y'];
  const moved = await search.fleet.cli(words, { timeoutMs: 900_000 });
  expect([moved.exitCode, moved.stdout, moved.stderr]).toEqual([0, expect.anything(), expect.anything()]);
  expect(await nodesSeenBy('search-4')).toEqual(['search-1', 'search-2', 'search-4']);
  expect(JSON.parse(await search.get('search-4', '/_cluster/health')).status).toBe('green');
  expect(await client.count('')).toBe(before);
  expect(await search.get('search-1', '/_cluster/settings?flat_settings=true')).not.toContain('exclude');
  expect((await applied(["'search-3'", "'search-4'"])).stdout).not.toMatch(/changed/);
}, 1_200_000);
