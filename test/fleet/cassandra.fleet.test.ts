import { artifact } from '../artifacts/artifact.ts';
import type { CommandResult } from '../lab/machine/command.ts';
import { loginOf } from './harness/cassandra-client.ts';
import { type CassandraFleet, HOSTS, startCassandraFleet } from './harness/cassandra-fleet.ts';
import type { ChangedSite } from './harness/changed-site.ts';
import { addArtifacts } from './harness/commands.ts';
import { CONSISTENCY, cqlConnection } from './harness/cql-connection.ts';
import { type Fleet, out } from './harness/fleet.ts';
import { snapshot } from './harness/snapshot.ts';

/** The example on three real hosts, with the real Cassandra. */
let cassandra: CassandraFleet;
let fleet: Fleet;
let example: ChangedSite;
let first: CommandResult;

beforeAll(async () => {
  cassandra = await startCassandraFleet('5.0');
  fleet = cassandra.fleet;
  const exporter = await artifact('jmx-exporter');
  await addArtifacts(fleet, exporter.path);
  const metrics = `metrics: { exporter: { version: '1.0.1', sha256: '${exporter.sha256}' } },`;
  example = cassandra.site(["cluster: 'example',", `cluster: 'example', ${metrics}`]);
  first = await fleet.cli(['apply', example.path, '-y'], { timeoutMs: 600_000 });
}, 1_800_000);

afterAll(async () => {
  example?.[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

describe('the Cassandra example on three hosts', () => {
  test('one apply brings three members that are up and normal, with one schema', async () => {
    expect([first.exitCode, first.stdout, first.stderr]).toEqual([0, expect.anything(), expect.anything()]);
    const all = HOSTS.map((host) => `UN ${fleet.host(host).address}`);
    for (const host of HOSTS) expect(await cassandra.ring(host)).toEqual(all);
    const said = await out(fleet.host('db-2'), 'nodetool', 'describecluster');
    expect(said).toMatch(/Name: example\n/);
    expect(said.match(/^\s+[0-9a-f-]{36}: \[/gm)).toHaveLength(1);
    expect(said).toMatch(/system_auth -> Replication class: NetworkTopologyStrategy \{dc1=3\}/);
  });

  test('only its own superuser gets in, and members talk by TLS only', async () => {
    const { address } = fleet.host('db-2');
    await expect(cqlConnection(address, { user: 'cassandra', password: 'cassandra' }, 5_000)).rejects.toThrow(
      /incorrect/,
    );
    using client = await cqlConnection(address, await loginOf(fleet, 'db-3'), 5_000);
    const keyspaces = await client.query('SELECT keyspace_name FROM system_schema.keyspaces', [], CONSISTENCY.quorum);
    expect(keyspaces.flat()).toContain('app');
    const shown = ['openssl', 's_client', '-connect', `${address}:7000`, '-brief'];
    const nameless = await fleet.host('db-1').exec(['sh', '-c', `${shown.join(' ')} </dev/null`]);
    expect(`${nameless.stdout}${nameless.stderr}`).toMatch(/alert|error|errno/i);
    const listening = await out(fleet.host('db-1'), 'ss', '-Hltn', 'sport = :7199');
    expect(listening).toMatch(/127\.0\.0\.1/);
    expect(listening).not.toMatch(/0\.0\.0\.0:7199|\*:7199 /);
  });

  test('every member tells its figures on its own address', async () => {
    for (const host of HOSTS) {
      const { address } = fleet.host(host);
      const told = await (await fetch(`http://${address}:8081/metrics`)).text();
      expect(told).toMatch(/^cassandra_storage_load_count [0-9.E]+$/m);
      expect(told).toMatch(/^cassandra_clientrequest_latency\{.*quantile="0.99".*scope="Read".*\} [0-9.E]+$/m);
      expect(told).toMatch(/^cassandra_threadpools_activetasks\{.*path="request".*\} [0-9.E]+$/m);
      expect(told).not.toMatch(/system_auth/);
    }
  });

  test('a second apply finds every instance ok and writes nothing on any host', async () => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    const done = await cassandra.apply(example.path);
    expect(done.stdout).not.toMatch(/changed=|failed=|skipped=|unreachable=/);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  const refusals: readonly (readonly [string, readonly (readonly [string, string])[], RegExp])[] = [
    [
      'another name of the cluster',
      [["cluster: 'example'", "cluster: 'other'"]],
      /cluster .*example.* cannot become .*other/,
    ],
    ['another rack', [["rack: 'b'", "rack: 'z'"]], /rack .*b.* cannot become .*z/],
    ['a heap that does not fit into memory', [["heap: '2GiB'", "heap: '30GiB'"]], /heap/],
    [
      'a member that is no host of the site',
      [
        ["members = ['db-1', 'db-2', 'db-3']", "members = ['db-2', 'db-3']"],
        ['replication: 3', 'replication: 2'],
      ],
      /is a member.*decommission/,
    ],
    ['more copies than members', [['replication: 3', 'replication: 4']], /app wants 4 copies/],
  ];

  test.each(refusals)('%s is refused in one sentence, and nothing is touched', async (_, changes, says) => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    using bad = cassandra.site(...changes);
    const done = await fleet.cli(['apply', bad.path, '-y']);
    expect([done.exitCode, `${done.stdout}${done.stderr}`]).toEqual([1, expect.stringMatching(says)]);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });
});
