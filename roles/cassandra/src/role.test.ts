import { spawnSync } from 'node:child_process';
import { secretParam } from '@rolecall/roles';
import { BACKUP_PROGRAM } from './backup-program.ts';
import { CQL_PROGRAM } from './cql-program.ts';
import { NODE_PROGRAM } from './node-program.ts';
import { nodetoolProgram } from './nodetool-program.ts';
import { call, hosts, java, params, peers, release } from './testing/site.ts';

const founding = { founder: 'db-1', members: [], down: [], alive: false };
const running = { founder: null, members: hosts, down: [], alive: true };
const cluster = { use: 'cassandra', peers: peers(hosts), record: { founder: 'db-1', formed: true }, decided: running };

interface Declared {
  readonly kind: string;
  readonly key: string;
  readonly params: { readonly [name: string]: unknown; readonly argv?: readonly string[] };
}
const resources = (on: string, more: object = {}) =>
  call({ call: 'resources', params: params(), ...cluster, host: on, ...more }) as unknown as readonly Declared[];
const found = (list: readonly Declared[], id: string) => list.find(({ kind, key }) => `${kind}:${key}` === id)?.params;
const IN = 'command:come into the ring of Cassandra';

describe('the role cassandra', () => {
  test('has its whole configuration in place before a member is first started', () => {
    const ids = resources('db-2').map(({ kind, key }) => `${kind}:${key}`);
    const at = (id: string) => ids.indexOf(id);
    for (const before of [
      'file:/etc/cassandra/cassandra.yaml',
      'certificate:/etc/cassandra/tls/node.crt',
      'unit:cassandra.service',
    ]) {
      expect(at(before)).toBeGreaterThanOrEqual(0);
      expect(at(before)).toBeLessThan(at(IN));
    }
    expect(at(IN)).toBeLessThan(at('service:cassandra'));
    expect(at('service:cassandra')).toBeLessThan(at('command:be a member of the ring of Cassandra'));
  });

  test('lets one host found, all others join, and replaces only whom the site names', () => {
    const ways = (more: object) => hosts.map((name) => found(resources(name, more), IN)?.argv?.slice(2));
    expect(ways({ record: null, decided: founding })).toEqual([['found'], ['join'], ['join']]);
    expect(ways({})).toEqual([['in'], ['in'], ['in']]);
    expect(ways({ params: params({ replace: { 'db-3': '10.0.0.9' } }) })[2]).toEqual(['replace', '10.0.0.9']);
  });

  test('restarts for what a running server cannot take up, and for nothing else', () => {
    const restartOn = found(resources('db-1'), 'service:cassandra')?.restartOn as readonly string[];
    expect(restartOn).toEqual(expect.arrayContaining(['file:/etc/cassandra/jvm.options', 'artifact:/opt/cassandra']));
    for (const id of [
      'file:/etc/cassandra/seeds',
      'certificate:/etc/cassandra/tls/node.crt',
      'file:/etc/cassandra/login',
    ]) {
      expect(restartOn).not.toContain(id);
    }
  });

  test('keeps the password from all but root and its own group', () => {
    const list = resources('db-1');
    expect(found(list, 'file:/etc/cassandra/login')).toMatchObject({ group: 'cassandra', mode: 0o640 });
    const others = list.filter(({ key }) => key !== '/etc/cassandra/login');
    expect(JSON.stringify(others)).not.toContain('cassandra/admin');
  });

  test('freezes what a member came in with', () => {
    expect(call({ call: 'frozen', params: params(), ...cluster, host: 'db-1' })).toEqual({
      cluster: 'cassandra',
      datacenter: 'dc1',
      rack: 'rack1',
      tokens: 16,
    });
  });

  test('drains a member of a formed cluster and brings it back', () => {
    const part = (name: 'drain' | 'undrain', more: object = {}) =>
      call({ call: name, params: params(), ...cluster, host: 'db-1', ...more }) as unknown as readonly Declared[];
    expect(part('drain').map(({ params }) => params.argv?.slice(1))).toEqual([['out', '5.0.9']]);
    expect(part('undrain').map(({ params }) => params.argv?.at(-1))).toEqual(['back']);
    expect(part('drain', { record: { founder: 'db-1', formed: false } })).toEqual([]);
  });

  test('changes copies of keyspaces under the lock of the schema', () => {
    const two = params({ keyspaces: { app: { replication: 2 } } });
    const jobs = call({ call: 'jobs', params: two, ...cluster, host: 'db-1' }) as unknown as readonly object[];
    expect(jobs[0]).toMatchObject({
      job: 'replication',
      form: 'check',
      locks: [{ lock: 'schema' }],
      done: { group: 'cassandra', argv: expect.arrayContaining(['replicated', 'system_auth=3', 'app=2']) },
    });
  });

  test('has each seed known to all, and no more than three', () => {
    const content = (more: object = {}) => found(resources('db-2', more), 'file:/etc/cassandra/seeds')?.content;
    expect(content()).toBe('10.0.0.1,10.0.0.2,10.0.0.3\n');
    expect(content({ params: params({ seeds: ['db-3'] }) })).toBe('10.0.0.3\n');
  });

  test('refuses versions that it does not know', () => {
    for (const version of ['3.11.19', '4.0.1', '5.1.0'])
      expect(() => params({ release: { ...release, version } })).toThrow('4.1');
    expect(() => params({ java: { ...java, version: 8 } })).toThrow();
    expect(secretParam().safeParse('plain').success).toBe(false);
  });

  test.each([
    ['sh', '-n', NODE_PROGRAM],
    ['sh', '-n', BACKUP_PROGRAM],
    ['sh', '-n', nodetoolProgram],
    ['perl', '-c', CQL_PROGRAM],
  ])('writes a program that %s can read', (program, word, text) => {
    const checked = spawnSync(program, [word], { input: text, encoding: 'utf8' });
    expect([checked.status, checked.stderr]).toEqual([0, expect.not.stringMatching(/error|warning/i)]);
  });
});
