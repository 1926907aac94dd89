import { elasticsearchClient } from './harness/elasticsearch-client.ts';
import { type ElasticsearchFleet, NODES, startElasticsearchFleet } from './harness/elasticsearch-fleet.ts';
import { enrol, out, until } from './harness/fleet.ts';
import { sampleDown, writeAndRead } from './harness/load.ts';

/** What stops nodes and changes who they are, on real hosts. Each test takes up what the one before it left. */
let search: ElasticsearchFleet;

/** What the first test changes, and the others leave as it is. */
const CHANGED = ["heap: '1GiB',", "heap: '272MiB',"] as const;
const applied = async (...changes: readonly (readonly [string, string])[]) => {
  using site = search.site(CHANGED, ...changes);
  return await search.apply(site.path);
};
const nodesSeenBy = async (host: string): Promise<readonly string[]> =>
  (await search.get(host, '/_cat/nodes?h=name')).trim().split(/\s+/).sort();
const masterSeenBy = async (host: string): Promise<string> => (await search.get(host, '/_cat/master?h=node')).trim();
/** The site with a fourth host in the third one's place, then with a fifth one beside it, then without the fourth. */
const REPLACED = [["'search-3'", "'search-4'"]] as const;
const GROWN = [
  ["'search-3'];", "'search-4', 'search-5'];"],
  ["'search-3': {", "'search-5': { labels: { server: 'e' } }, 'search-4': {"],
] as const;
const SHRUNK = [["'search-3'", "'search-5'"]] as const;

/** What of an event is looked at here. */
interface Happened {
  readonly event: string;
  readonly instance?: string;
  readonly assignment?: string;
}

const recipe = async (...words: readonly string[]) => {
  const done = await search.fleet.cli([...words, '-y'], { timeoutMs: 900_000 });
  return [done.exitCode, `${done.stdout}${done.stderr}`] as const;
};
const added = async (name: string) => {
  const [host] = await search.fleet.lab.addHosts([name]);
  if (host === undefined) throw new Error(`${name} was not added`);
  await search.prepare(host);
  await enrol(search.fleet.controller, host);
};
const wholeWith = async (nodes: readonly string[]) => {
  expect(await nodesSeenBy('search-1')).toEqual(nodes);
  expect(JSON.parse(await search.get('search-1', '/_cluster/health')).status).toBe('green');
};

beforeAll(async () => {
  search = await startElasticsearchFleet();
  using site = search.site();
  await search.apply(site.path);
}, 1_800_000);

afterAll(async () => {
  await search?.fleet.remove();
}, 120_000);

test('a changed setting goes round one node at a time, the master last, under a client that loses nothing', async () => {
  const master = await masterSeenBy('search-1');
  using client = await elasticsearchClient(search.fleet, NODES);
  await client.put('warm', 'warm');
  const load = writeAndRead(client, 'rolled/');
  const down = sampleDown(new Map(NODES.map((host) => [host, { host: search.fleet.host(host).address, port: 9200 }])));
  using changed = search.site(CHANGED);
  const applied = await search.fleet.cli(['apply', changed.path, '-y', '--jsonl'], { timeoutMs: 900_000 });
  const [met, { most, who }] = await Promise.all([load.stop(), down.stop()]);

  expect([applied.exitCode, applied.stderr]).toEqual([0, expect.anything()]);
  expect(met.failed).toEqual([]);
  expect(met.acknowledged).toBeGreaterThan(50);
  expect(await client.count('rolled/')).toBe(met.acknowledged);
  expect([most, [...who].sort()]).toEqual([1, [...NODES]]);
  const begun = applied.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly body: Happened }).body)
    .flatMap(({ event, instance = '', assignment }) =>
      event === 'assigned' && assignment?.includes('/drain/') ? [instance] : [],
    );
  expect([begun.toSorted(), begun.at(-1)]).toEqual([
    NODES.map((host) => `elasticsearch@${host}`),
    `elasticsearch@${master}`,
  ]);
  expect(await search.get('search-1', '/_cluster/settings?flat_settings=true')).not.toContain('allocation.enable');
}, 1_200_000);

test('a node whose host is lost is replaced by a fresh host, and every document is there', async () => {
  using client = await elasticsearchClient(search.fleet, ['search-1', 'search-2']);
  const documents = await client.count('rolled/');
  await search.fleet.host('search-3').kill();
  await until('the others know', async () => (await nodesSeenBy('search-1')).length === 2, 180_000);
  using before = search.site(CHANGED);
  using changed = search.site(["heap: '1GiB',", "heap: '288MiB',"]);
  const blocked = await search.fleet.cli(['apply', changed.path, '-y']);
  expect([blocked.exitCode, blocked.stdout]).toEqual([8, expect.stringMatching(/search-3.*unreachable/)]);
  expect(await nodesSeenBy('search-1')).toEqual(['search-1', 'search-2']);

  await added('search-4');
  expect(await recipe('replace', 'elasticsearch@search-3', 'search-4', '--site', before.path)).toEqual([
    0,
    expect.anything(),
  ]);
  await wholeWith(['search-1', 'search-2', 'search-4']);
  expect(await client.count('rolled/')).toBe(documents);
  await search.fleet.cli(['hosts', 'revoke', 'search-3']);
  expect((await applied(...REPLACED)).stdout).not.toMatch(/changed/);
}, 1_200_000);

test('a node leaves only once its data has moved, and is forgotten then', async () => {
  using client = await elasticsearchClient(search.fleet, ['search-1']);
  const before = await client.count('rolled/');
  await added('search-5');
  await applied(...GROWN);
  expect(await recipe('decommission', 'elasticsearch@search-4')).toEqual([0, expect.anything()]);
  await wholeWith(['search-1', 'search-2', 'search-5']);
  expect(await client.count('rolled/')).toBe(before);
  expect(await search.get('search-1', '/_cluster/settings?flat_settings=true')).not.toContain('exclude');
  expect((await applied(...SHRUNK)).stdout).not.toMatch(/changed/);
}, 1_200_000);

test('a node whose data is gone does not start until the site says replace', async () => {
  const lost = search.fleet.host('search-2');
  await out(lost, 'sh', '-c', 'systemctl stop elasticsearch && rm -rf /var/lib/elasticsearch/*');
  using shrunk = search.site(CHANGED, ...SHRUNK);
  const refused = await search.fleet.cli(['apply', shrunk.path, '-y'], { timeoutMs: 600_000 });
  expect([refused.exitCode, refused.stdout]).toEqual([
    4,
    expect.stringMatching(/data is gone.*replace: \['search-2'\]/),
  ]);
  await applied(...SHRUNK, ["cluster: 'directory',", "cluster: 'directory', replace: ['search-2'],"]);
  await wholeWith(['search-1', 'search-2', 'search-5']);
}, 1_200_000);
