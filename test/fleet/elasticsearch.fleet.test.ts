import type { CommandResult } from '../lab/machine/command.ts';
import type { ChangedSite } from './harness/changed-site.ts';
import { type ElasticsearchFleet, NODES, startElasticsearchFleet } from './harness/elasticsearch-fleet.ts';
import { snapshot } from './harness/snapshot.ts';

/** The example on three real hosts, with the real Elasticsearch. */
let search: ElasticsearchFleet;
let example: ChangedSite;
let first: CommandResult;

const snapshots = () => Promise.all(search.fleet.lab.hosts.map(snapshot));

beforeAll(async () => {
  search = await startElasticsearchFleet();
  example = search.site();
  first = await search.fleet.cli(['apply', example.path, '-y'], { timeoutMs: 900_000 });
}, 1_800_000);

afterAll(async () => {
  example?.[Symbol.dispose]();
  await search?.fleet.remove();
}, 120_000);

describe('the elasticsearch example on three hosts', () => {
  test('one apply brings three nodes of one cluster, green, and the index', async () => {
    expect([first.exitCode, first.stdout, first.stderr]).toEqual([0, expect.anything(), expect.anything()]);
    const ids = new Set<unknown>();
    for (const host of NODES) {
      const health = JSON.parse(await search.get(host, '/_cluster/health'));
      expect(health).toMatchObject({ cluster_name: 'directory', status: 'green', number_of_nodes: 3 });
      ids.add(JSON.parse(await search.get(host, '/_cluster/state/version')).cluster_uuid);
    }
    expect(ids.size).toBe(1);
    expect(first.stdout).toMatch(/job elasticsearch\.index-create on \S+ +changed/);
    expect(
      JSON.parse(await search.get('search-2', '/people/_settings?flat_settings=true')).people.settings,
    ).toMatchObject({
      'index.number_of_shards': '5',
      'index.number_of_replicas': '2',
      'index.refresh_interval': '5s',
    });
  });

  test('nothing of how it was founded is left on any node', async () => {
    for (const host of NODES) {
      const left = await search.fleet
        .host(host)
        .exec(['grep', '-rIl', 'initial_master_nodes=', '/etc', '/run/systemd']);
      expect([left.stdout, left.exitCode]).toEqual(['', 1]);
    }
  });

  test('a second apply finds every instance ok, runs no job and writes nothing on any host', async () => {
    const before = await snapshots();
    const done = await search.apply(example.path);
    expect(done.stdout).not.toMatch(/changed|failed=|skipped=|unreachable=/);
    expect(await snapshots()).toEqual(before);
  });

  const refusals: readonly (readonly [string, readonly [string, string], RegExp])[] = [
    [
      'another name of the cluster',
      ["cluster: 'directory'", "cluster: 'people'"],
      /called directory on search-\d and cannot become people/,
    ],
    ['a heap larger than memory', ["heap: '1GiB'", "heap: '31GiB'"], /heap: 33\.3 GB; wanted: at most .* memory \/ 2/],
    ['a heap that the JVM cannot use', ["heap: '1GiB'", "heap: '64GiB'"], /31 GiB/],
    [
      'two nodes',
      ["['search-1', 'search-2', 'search-3']", "['search-1', 'search-2']"],
      /two nodes .* outlive the loss of neither/,
    ],
    [
      'nodes that are no hosts of the site',
      ["['search-1', 'search-2', 'search-3']", "['search-3']"],
      /search-1 is a node of the cluster and no host of this use.*decommission elasticsearch@search-1/,
    ],
    [
      'another product',
      ["product: 'elasticsearch',", "product: 'opensearch', format: 'zip',"],
      /product of elasticsearch@search-\d has been "elasticsearch"/,
    ],
  ];

  test.each(refusals)('%s is refused in one sentence, and nothing is touched', async (_, change, says) => {
    const before = await snapshots();
    using bad = search.site(change);
    const done = await search.fleet.cli(['apply', bad.path, '-y']);
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(done.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect(await snapshots()).toEqual(before);
  });
});
