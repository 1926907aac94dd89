import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { elasticsearch } from './role.ts';

const names = ['es-1', 'es-2', 'es-3'];
const server = { product: 'elasticsearch' as const, version: '8.19.21', sha256: 'a'.repeat(64) };
const opensearch = { ...server, product: 'opensearch' as const, version: '2.19.6' };
const site = (params: Parameters<typeof elasticsearch.on>[1]) =>
  evaluate(
    defineSite({
      name: 'test',
      hosts: Object.fromEntries(names.map((name) => [name, {}])),
      use: () => void elasticsearch.on(names, params),
    }),
  );
const call = site({ server });
const mem = { total: 8 * 2 ** 30, swap: 0, hugepages: 'never' };
const peers = names.map((name, index) => ({ name, address: `10.0.0.${index + 1}`, labels: {}, facts: { mem } }));
const paramsOf = (given: object) =>
  call({ call: 'params', use: 'elasticsearch', params: { server, ...given } as never }) as Record<string, never>;
const founding = { founder: 'es-1', master: null, nodes: [] };
const running = { founder: null, master: 'es-2', nodes: names };
const record = { founder: 'es-1', formed: true };
const cluster = { use: 'elasticsearch', params: paramsOf({}), peers, record, decided: running };

interface Declared {
  readonly kind: string;
  readonly key: string;
  readonly params: {
    readonly content?: string;
    readonly argv?: readonly string[];
    readonly restartOn?: readonly string[];
  };
}
const resources = (on: string, more: object = {}) =>
  call({ call: 'resources', ...cluster, host: on, ...more }) as unknown as readonly Declared[];
const found = (list: readonly Declared[], id: string) => list.find(({ kind, key }) => `${kind}:${key}` === id)?.params;
const contentOf = (id: string, more: object = {}) => found(resources('es-1', more), id)?.content ?? '';

describe('the role elasticsearch', () => {
  test('has all in place before a node comes in, and starts it only then', () => {
    const ids = resources('es-2').map(({ kind, key }) => `${kind}:${key}`);
    const row = [
      'artifact:/opt/elasticsearch',
      'file:/etc/elasticsearch/elasticsearch.yml',
      'command:make the keystore of Elasticsearch',
      'unit:elasticsearch.service',
      'command:come into the cluster of Elasticsearch',
      'service:elasticsearch',
      'command:be a part of the cluster of Elasticsearch, with all copies',
    ];
    expect(ids.filter((id) => row.includes(id))).toEqual(row);
  });

  test('lets one host found, all others join, and takes in anew only whom the site names', () => {
    const wayOf = (on: string, more: object = {}) =>
      found(resources(on, more), 'command:come into the cluster of Elasticsearch')?.argv?.at(-1);
    expect(names.map((name) => wayOf(name, { record: null, decided: founding }))).toEqual(['found', 'join', 'join']);
    expect(names.map((name) => wayOf(name))).toEqual(['join', 'join', 'join']);
    expect(names.map((name) => wayOf(name, { params: paramsOf({ replace: ['es-3'] }) }))).toEqual([
      'join',
      'join',
      'replace',
    ]);
  });

  test('never writes how a cluster is founded into the settings, and lets no site do so', () => {
    expect(contentOf('file:/etc/elasticsearch/elasticsearch.yml', { record: null, decided: founding })).not.toMatch(
      /initial/,
    );
    for (const name of ['cluster.initial_master_nodes', 'cluster.initial_cluster_manager_nodes', 'cluster.name']) {
      expect(() => paramsOf({ settings: { [name]: 'x' } })).toThrow('the role writes one of these itself');
    }
  });

  test('gives half of the memory to the heap, and the words of the site behind it', () => {
    expect(contentOf('file:/etc/elasticsearch/jvm.options.d/heap.options')).toBe('-Xms4096m\n-Xmx4096m\n');
    expect(() => paramsOf({ heap: '32GiB' })).toThrow('31 GiB');
    expect(() => call({ call: 'decide', ...cluster, params: paramsOf({ heap: '5GiB' }), answers: {} })).toThrow(
      'more than half of the memory of es-1',
    );
  });

  test('restarts nobody because a host comes or goes', () => {
    const of = (hosts: readonly object[]) =>
      new Map(resources('es-1', { peers: hosts }).map((one) => [`${one.kind}:${one.key}`, one]));
    const [three, two] = [of(peers), of(peers.slice(0, 2))];
    const differ = [...three].filter(([id, one]) => JSON.stringify(one.params) !== JSON.stringify(two.get(id)?.params));
    expect(differ.map(([id]) => id)).toEqual([
      'file:/etc/elasticsearch/unicast_hosts.txt',
      'file:/etc/elasticsearch/member.conf',
    ]);
    const restarts = three.get('service:elasticsearch')?.params.restartOn ?? [];
    expect(restarts).toContain('file:/etc/elasticsearch/elasticsearch.yml');
    expect(restarts.filter((id) => differ.some(([changed]) => changed === id))).toEqual([]);
  });

  test('wants the same of every node whoever is master', () => {
    const owned = (master: string) => JSON.stringify(resources('es-1', { decided: { ...running, master } }));
    expect(owned('es-1')).toBe(owned('es-3'));
  });

  test('waits for all copies before a node is stopped, once there is a cluster, and lets go in any case', () => {
    const part = (which: 'drain' | 'undrain', more: object = {}) =>
      call({ call: which, ...cluster, host: 'es-1', ...more }) as unknown as readonly Declared[];
    expect(part('drain').map(({ params }) => params.argv?.slice(1))).toEqual([['drain', '3']]);
    expect(part('undrain').map(({ params }) => params.argv?.slice(1))).toEqual([['undrain']]);
    expect(part('drain', { record: { ...record, formed: false } })).toEqual([]);
    expect(part('drain', { peers: peers.slice(0, 1) })).toEqual([]);
  });

  test('lets others go on making copies where the host of a stopped node does not come back', () => {
    expect(found(resources('es-1'), 'timer:elasticsearch-lapse')?.argv?.slice(1)).toEqual(['lapse']);
    expect(contentOf('file:/etc/elasticsearch/member.conf')).toContain("absence='900'\n");
    expect(found(resources('es-1', { peers: peers.slice(0, 1) }), 'timer:elasticsearch-lapse')).toBeUndefined();
  });

  test('runs OpenSearch in the same places, with its own words', () => {
    const params = paramsOf({ server: opensearch, java: { home: '/opt/java-17' } });
    const unit = contentOf('unit:elasticsearch.service', { params });
    expect(unit).toContain('ExecStart=/opt/elasticsearch/2.19.6/bin/opensearch $FOUNDING\n');
    expect(unit).toContain('Environment="OPENSEARCH_JAVA_HOME=/opt/java-17"\n');
    expect(contentOf('file:/etc/elasticsearch/opensearch.yml', { params })).not.toContain('xpack');
    expect(contentOf('file:/etc/elasticsearch/member.conf', { params })).toContain(
      "initial='cluster.initial_cluster_manager_nodes'\n",
    );
  });

  test('creates each index once, from a file that says the whole of it', () => {
    const params = paramsOf({ indices: { people: { shards: 5, replicas: 2, settings: { refresh_interval: '5s' } } } });
    expect(JSON.parse(contentOf('file:/etc/elasticsearch/indices/people.json', { params }))).toEqual({
      settings: { number_of_shards: 5, number_of_replicas: 2, refresh_interval: '5s' },
      mappings: {},
    });
    expect(call({ call: 'jobs', ...cluster, params, host: 'es-1' })).toMatchObject([
      { job: 'index-create', form: 'job', key: null },
    ]);
  });
});
