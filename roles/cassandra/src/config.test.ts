import { Secret } from '@rolecall/roles';
import { configText, optionsText, unitText } from './config.ts';
import { heapFor } from './heap.ts';
import { exporter } from './metrics.ts';
import { params as schema } from './params.ts';
import { rackdc } from './racks.ts';
import { repairSlot } from './slots.ts';

const GIB = 2 ** 30;
const mem = (total: number) => ({ total, swap: 0, hugepages: 'madvise' });
const host = { name: 'db-1', address: '10.0.0.1', labels: { rack: 'a' }, facts: { mem: mem(8 * GIB) } };
const given = (more: object = {}) =>
  schema.parse({
    release: { version: '5.0.9', sha256: 'a'.repeat(64) },
    java: { home: '/opt/java-17', version: 17 },
    password: new Secret('cassandra/admin' as never),
    ...more,
  });
const yaml = (text: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, key, value] = /^([a-z_]+): (.*)$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, JSON.parse(value ?? '')]];
    }),
  );

describe('cassandra.yaml', () => {
  test('has passwords and TLS between members from the start, and its own addresses', () => {
    expect(yaml(configText(host, given()))).toMatchObject({
      cluster_name: 'cassandra',
      num_tokens: 16,
      authenticator: 'PasswordAuthenticator',
      authorizer: 'CassandraAuthorizer',
      listen_address: '10.0.0.1',
      rpc_address: '10.0.0.1',
      server_encryption_options: { internode_encryption: 'all', require_client_auth: true },
    });
  });

  test('takes further settings, and none of those that the role has itself', () => {
    const settings = { compaction_throughput: '32MiB/s', commitlog_sync_period: '1s' };
    expect(yaml(configText(host, given({ settings })))).toMatchObject(settings);
    for (const key of ['cluster_name', 'seed_provider', 'auto_bootstrap', 'authenticator']) {
      expect(() => configText(host, given({ settings: { [key]: 'x' } }))).toThrow(`${key} belongs to the role`);
    }
  });

  test('says nothing of who the seeds are: that is worked out at each start', () => {
    expect(configText(host, given())).not.toMatch(/seed|auto_bootstrap/);
  });
});

describe('the heap', () => {
  test.each([
    [1 * GIB, 0.5 * GIB],
    [2 * GIB, 1 * GIB],
    [16 * GIB, 4 * GIB],
    [64 * GIB, 8 * GIB],
  ])('is for %d bytes of memory what Cassandra itself would take', (memory, heap) => {
    expect(heapFor(memory)).toBe(heap);
  });

  test('is at most half of the memory, and no heap of which nothing is known is guessed', () => {
    expect(optionsText(host, given({ heap: '4GiB' }))).toContain('-Xmx4096M\n');
    expect(() => optionsText(host, given({ heap: '5GiB' }))).toThrow(
      /heap of 5120 MiB is too large for db-1: .* 4096 MiB/,
    );
    expect(() => optionsText({ ...host, facts: {} }, given())).toThrow('say heap');
    expect(() => given({ heap: '40GiB' })).toThrow('31 GiB');
  });
});

test('figures are told on the address of the member where a site asks for them, and by nothing where it does not', () => {
  const asked = given({ metrics: { exporter: { version: '1.0.1', sha256: 'b'.repeat(64) } } });
  const told =
    '-javaagent:/opt/cassandra-exporter/current/jmx_prometheus_javaagent.jar=10.0.0.1:8081:/etc/cassandra/exporter.yaml';
  expect(optionsText(host, asked).split('\n')).toContain(told);
  expect(exporter(asked).map(({ kind, key }) => `${kind}:${key}`)).toEqual([
    'artifact:/opt/cassandra-exporter',
    'file:/etc/cassandra/exporter.yaml',
  ]);
  expect(optionsText(host, given())).not.toContain('javaagent');
  expect(exporter(given())).toEqual([]);
});

test('what a site says of the JVM comes last, and JMX has the loopback only', () => {
  const lines = optionsText(host, given({ jvm: ['-XX:-AlwaysPreTouch'] }))
    .trim()
    .split('\n');
  expect(lines.at(-1)).toBe('-XX:-AlwaysPreTouch');
  expect(lines).toContain('-Dcassandra.jmx.local.port=7199');
  expect(() => given({ jvm: ['-XX:OnError="rm -rf /"'] })).toThrow('no blanks');
});

test('a member says in which rack it stands', () => {
  expect(rackdc(host, given())).toContain('dc=dc1\nrack=a\n');
  expect(rackdc({ ...host, labels: {} }, given())).toContain('rack=rack1\n');
});

test('a start ends with an answer to clients, and one without data is not tried again', () => {
  expect(unitText(given())).toMatch(/ExecStartPost=.* wait\n[\s\S]*RestartPreventExitStatus=78\n/);
});

describe('repairs', () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ ...host, name: `db-${String(i).padStart(3, '0')}` }));

  test.each([1, 2, 3, 5, 28, 40])('of %i members have turns of their own', (count) => {
    const slots = members(count).map((one) => repairSlot(one, members(count)));
    expect(new Set(slots).size).toBe(count);
    for (const slot of slots) expect(slot).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \*-\*-\* [0-2]\d:[0-5]\d$/);
  });

  test('of three members are spread over the week', () => {
    expect(members(3).map((one) => repairSlot(one, members(3)))).toEqual([
      'Mon *-*-* 00:00',
      'Wed *-*-* 06:00',
      'Fri *-*-* 12:00',
    ]);
  });
});
