import { type ElasticsearchFleet, NODES, startElasticsearchFleet } from './harness/elasticsearch-fleet.ts';

let search: ElasticsearchFleet;

beforeAll(async () => {
  search = await startElasticsearchFleet('opensearch');
}, 1_800_000);

afterAll(async () => {
  await search?.fleet.remove();
}, 120_000);

test('the same example brings three nodes of OpenSearch, and a second apply changes nothing', async () => {
  using site = search.site(['8.19.21', '2.19.6']);
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
