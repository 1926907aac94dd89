import type { ChangedSite } from './harness/changed-site.ts';
import { elasticsearchClient } from './harness/elasticsearch-client.ts';
import { isWhole, outlivesAgents, outlivesHosts } from './harness/elasticsearch-deaths.ts';
import { type ElasticsearchFleet, NODES, startElasticsearchFleet } from './harness/elasticsearch-fleet.ts';
import { during, enrol, type Fleet, out, until } from './harness/fleet.ts';
import { killAgent, killBoth } from './harness/kill.ts';

/**
 * A host, data, agents and the controller of a real cluster are lost, some in the middle of a change. Every test begins and ends with a whole
 * cluster of three.
 */
let search: ElasticsearchFleet;
let fleet: Fleet;
/** Where the cluster is now. */
let nodes: readonly string[] = NODES;
const DOCUMENTS = 300;
const NO_CHANGE = /changed|failed=|skipped=|unreachable=/;

/** The site with the cluster where it is, with copies held back for half a minute at most, and with more words. */
const siteOf = (heap: number, words = ''): ChangedSite =>
  search.site(
    ["cluster: 'directory',", `cluster: 'directory', absence: '30s', ${words}`],
    ["heap: '1GiB',", `heap: '${heap}MiB',`],
    ...(nodes === NODES ? [] : [["'search-3'", "'search-4'"] as const]),
  );
const nodesSeenBy = async (host: string): Promise<readonly string[]> =>
  (await search.get(host, '/_cat/nodes?h=name')).trim().split(/\s+/).sort();

beforeAll(async () => {
  search = await startElasticsearchFleet();
  fleet = search.fleet;
  using site = siteOf(256);
  await search.apply(site.path);
}, 1_800_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

test('a fresh host takes the place of a lost one, over the death of controller and agent, with every document there', async () => {
  const [coming] = await fleet.lab.addHosts(['search-4']);
  if (coming === undefined) throw new Error('search-4 was not added');
  await search.prepare(coming);
  await enrol(fleet.controller, coming);
  using client = await elasticsearchClient(fleet, ['search-1', 'search-2']);
  for (let i = 0; i < DOCUMENTS; i++) await client.put(`kept/${i}`, `${i}`);
  using old = siteOf(256);
  using changed = siteOf(260);
  const words = ['replace', 'elasticsearch@search-3', 'search-4', '--site', old.path, '-y'];
  const replace = () => fleet.cli(words, { timeoutMs: 900_000 });

  const early = await replace();
  expect([early.exitCode, early.stderr]).toEqual([
    1,
    expect.stringMatching(/does not hold that search-3 does not answer.*in the cluster: move it instead/),
  ]);
  await fleet.host('search-3').kill();
  await until(
    'its loss is known',
    async () => (await nodesSeenBy('search-1')).length === 2 && (await fleet.cli(['hosts'])).stdout.includes('away'),
    180_000,
  );
  const blocked = await fleet.cli(['apply', changed.path, '-y']);
  expect([blocked.exitCode, blocked.stdout]).toEqual([8, expect.stringMatching(/search-3.*unreachable/)]);
  expect(await nodesSeenBy('search-1')).toEqual(['search-1', 'search-2']);

  const replacing = replace();
  await during(replacing, 'the new node is being brought about', async () => {
    return (await coming.exec(['test', '-e', '/etc/elasticsearch/elasticsearch.yml'])).exitCode === 0;
  });
  await killBoth(fleet, 'search-4');
  await during(replacing, 'its server is started', async () => {
    return (await coming.exec(['systemctl', 'is-active', 'elasticsearch'])).exitCode === 0;
  });
  await killAgent(coming);
  const replaced = await replacing;
  expect([replaced.exitCode, replaced.stdout, replaced.stderr]).toEqual([0, expect.anything(), expect.anything()]);

  nodes = ['search-1', 'search-2', 'search-4'];
  expect(await nodesSeenBy('search-4')).toEqual(nodes);
  await isWhole(search, nodes);
  expect(await client.count('kept/')).toBe(DOCUMENTS);
  // All of its own, though it never was the one that they were written to.
  expect(JSON.parse(await search.get('search-4', '/load/_count?preference=_only_local')).count).toBe(DOCUMENTS);
  expect((await fleet.cli(['locks'])).stdout).not.toContain('elasticsearch');

  const behind = await fleet.cli(['apply', old.path, '-y']);
  expect([behind.exitCode, behind.stderr]).toEqual([
    1,
    expect.stringMatching(/elasticsearch@search-3 .*search-4 took its place/),
  ]);
  await fleet.cli(['hosts', 'revoke', 'search-3']);
  using edited = siteOf(256);
  expect((await search.apply(edited.path)).stdout).not.toMatch(NO_CHANGE);
}, 1_500_000);

test('a node whose data is gone does not start until the site says replace', async () => {
  await out(fleet.host('search-2'), 'sh', '-c', 'systemctl stop elasticsearch && rm -rf /var/lib/elasticsearch/*');
  using site = siteOf(256);
  const refused = await fleet.cli(['apply', site.path, '-y'], { timeoutMs: 600_000 });
  expect([refused.exitCode, refused.stdout]).toEqual([
    4,
    expect.stringMatching(/data is gone.*replace: \['search-2'\]/),
  ]);
  using replacing = siteOf(256, "replace: ['search-2'],");
  await search.apply(replacing.path);
  expect(await nodesSeenBy('search-2')).toEqual(nodes);
  await isWhole(search, nodes);
  expect((await search.apply(site.path)).stdout).not.toMatch(NO_CHANGE);
}, 1_200_000);

test('a change that goes round under load ends well where controller and agents are killed again and again', async () => {
  using site = siteOf(264);
  await outlivesAgents({ search, nodes, site, heap: 264 });
}, 1_200_000);

test('it goes on where the host of a stopped node comes back, stops where that of the next one stays off, and --resume finishes it', async () => {
  using site = siteOf(272);
  await outlivesHosts({ search, nodes, site, heap: 272 });
}, 1_500_000);
