import { outlivesAgents, outlivesHosts } from './harness/elasticsearch-deaths.ts';
import { type ElasticsearchFleet, NODES, startElasticsearchFleet } from './harness/elasticsearch-fleet.ts';
import { expectRound, rollUnderLoad } from './harness/elasticsearch-roll.ts';
import { out } from './harness/fleet.ts';

/** The same role with another product, on real hosts. */
let search: ElasticsearchFleet;
const OPENSEARCH = ['8.19.21', '2.19.6'] as const;
/** The same program by another name: what runs stays the newest that there is. */
const NEWER = ['8.19.21', '2.19.7'] as const;
const heapOf = (mebibytes: number) => ["heap: '1GiB',", `heap: '${mebibytes}MiB',`] as const;
/** What waits for a dead host is held back for half a minute at most. */
const ABSENCE = ["cluster: 'directory',", "cluster: 'directory', absence: '30s',"] as const;

beforeAll(async () => {
  search = await startElasticsearchFleet('opensearch');
}, 1_800_000);

afterAll(async () => {
  await search?.fleet.remove();
}, 120_000);

test('the same example brings three nodes of OpenSearch, and a second apply changes nothing', async () => {
  using site = search.site(OPENSEARCH);
  const first = await search.apply(site.path);
  expect(first.stdout).toMatch(/job elasticsearch\.index-create on \S+ +changed/);
  for (const host of NODES) {
    expect(JSON.parse(await search.get(host, '/')).version).toMatchObject({
      distribution: 'opensearch',
      number: '2.19.6',
    });
    expect(JSON.parse(await search.get(host, '/_cluster/health'))).toMatchObject({
      status: 'green',
      number_of_nodes: 3,
    });
    const left = await search.fleet.host(host).exec(['grep', '-rIl', 'manager_nodes=', '/etc']);
    expect([left.stdout, left.exitCode]).toEqual(['', 1]);
  }
  expect((await search.apply(site.path)).stdout).not.toMatch(/changed|failed=|skipped=|unreachable=/);
}, 1_200_000);

test('it takes the words with which a node is stopped and taken for lost', async () => {
  const host = search.fleet.host('search-1');
  const member = '/usr/local/lib/rolecall/elasticsearch-member';
  const settings = () => search.get('search-2', '/_cluster/settings?flat_settings=true');
  await out(host, member, 'drain', '3');
  await out(host, member, 'lapse');
  expect(await settings()).toMatch(/rolecall_held_until":"\d+".*"primaries"/);
  await out(host, member, 'undrain');
  expect(await settings()).not.toMatch(/primaries|rolecall/);
  const lost = await host.exec([member, 'lost', 'search-2', 'http://127.0.0.1:1']);
  expect([lost.exitCode, lost.stdout]).toEqual([1, 'it is in the cluster: move it instead\n']);
  expect(await out(host, member, 'look')).toContain('"version":"2.19.6"');
}, 300_000);

test('a changed setting goes round one node at a time, the master last, under a client that loses nothing', async () => {
  using changed = search.site(OPENSEARCH, heapOf(272));
  expectRound(await rollUnderLoad(search, NODES, changed), NODES);
  expect(await search.get('search-1', '/_cluster/settings?flat_settings=true')).not.toMatch(/primaries|rolecall/);
}, 1_200_000);

test('another release goes round the same way', async () => {
  using changed = search.site(NEWER, heapOf(272));
  expectRound(await rollUnderLoad(search, NODES, changed), NODES);
  for (const host of NODES)
    expect(await out(search.fleet.host(host), 'systemctl', 'show', '-P', 'ExecStart', 'elasticsearch')).toContain(
      '/opt/elasticsearch/2.19.7/',
    );
  expect((await search.apply(changed.path)).stdout).not.toMatch(/changed|failed=|skipped=|unreachable=/);
}, 1_200_000);

test('a change that goes round ends well where controller and agents are killed again and again', async () => {
  using site = search.site(NEWER, ABSENCE, heapOf(264));
  await outlivesAgents({ search, nodes: NODES, site, heap: 264 });
}, 1_200_000);

test('it goes on where the host of a stopped node comes back, stops where that of the next one stays off, and --resume finishes it', async () => {
  using site = search.site(NEWER, ABSENCE, heapOf(256));
  await outlivesHosts({ search, nodes: NODES, site, heap: 256 });
}, 1_500_000);
