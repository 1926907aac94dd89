import { type ElasticsearchFleet, NODES, startElasticsearchFleet } from './harness/elasticsearch-fleet.ts';

let search: ElasticsearchFleet;

const SECURED = [
  ['use: () => {', 'use: ({ secret }) => {'],
  ["version: '8.19.21',", "version: '8.19.21', security: { password: secret('search/password', { generate: 32 }) },"],
] as const;

beforeAll(async () => {
  search = await startElasticsearchFleet('elasticsearch', 'https');
}, 1_800_000);

afterAll(async () => {
  await search?.fleet.remove();
}, 120_000);

test('with security three nodes form a cluster, and answer nobody without TLS and the password', async () => {
  using site = search.site(...SECURED);
  await search.apply(site.path);
  for (const host of NODES) {
    expect(JSON.parse(await search.get(host, '/_cluster/health'))).toMatchObject({
      status: 'green',
      number_of_nodes: 3,
    });
  }
  const [asker, asked] = [search.fleet.host('search-1'), search.fleet.host('search-2').address];
  const plain = await asker.exec(['curl', '-sS', '--max-time', '10', `http://${asked}:9200/`]);
  expect([plain.exitCode === 0, plain.stdout]).toEqual([false, '']);
  const nameless = await asker.exec([
    'curl',
    '-sSk',
    '-o',
    '/dev/null',
    '-w',
    '%{http_code}',
    `https://${asked}:9200/_cluster/health`,
  ]);
  expect(nameless.stdout).toBe('401');
  const other = await asker.exec(['runuser', '-u', 'nobody', '--', 'cat', '/etc/elasticsearch/client.curl']);
  expect(other.exitCode).not.toBe(0);
  expect((await search.apply(site.path)).stdout).not.toMatch(/changed|failed=|skipped=|unreachable=/);

  using open = search.site();
  const refused = await search.fleet.cli(['apply', open.path, '-y']);
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringMatching(/security of elasticsearch@/)]);
}, 1_200_000);
