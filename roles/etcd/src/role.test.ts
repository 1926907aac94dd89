import { spawnSync } from 'node:child_process';
import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { MEMBER_PROGRAM } from './member-program.ts';
import { etcd } from './role.ts';

const names = ['kv-1', 'kv-2', 'kv-3'];
const release = { version: '3.6.16', sha256: 'a'.repeat(64) };
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(names.map((name) => [name, {}])),
    use: () => void etcd.on(names, { release }),
  }),
);
const peers = names.map((name, index) => ({ name, address: `10.0.0.${index + 1}`, labels: {}, facts: {} }));
const params = call({ call: 'params', use: 'etcd', params: { release } }) as Record<string, never>;
const founding = { founder: 'kv-1', leader: null, members: [] };
const running = { founder: null, leader: 'kv-2', members: names };
const cluster = { use: 'etcd', params, peers, record: { founder: 'kv-1', formed: true }, decided: running };

interface Declared {
  readonly kind: string;
  readonly key: string;
  readonly params: { readonly [name: string]: unknown; readonly argv?: readonly string[]; readonly keys?: object };
}
const resources = (on: string, more: object = {}) =>
  call({ call: 'resources', ...cluster, host: on, ...more }) as unknown as readonly Declared[];
const found = (list: readonly Declared[], id: string) => list.find(({ kind, key }) => `${kind}:${key}` === id)?.params;
const wayOf = (on: string, more: object = {}) =>
  found(resources(on, more), 'command:come into the cluster of etcd')?.argv?.at(-1);

describe('the role etcd', () => {
  test('has all in place before a member comes in, and starts it only then', () => {
    const ids = resources('kv-2').map(({ kind, key }) => `${kind}:${key}`);
    const at = (id: string) => ids.indexOf(id);
    expect(at('assert:what lies in the data folder belongs to this cluster of etcd')).toBe(0);
    expect(at('certificate:/etc/etcd/tls/member.crt')).toBeLessThan(at('file:/etc/etcd/etcd.yaml'));
    expect(at('file:/etc/etcd/etcd.yaml')).toBeLessThan(at('command:come into the cluster of etcd'));
    expect(at('command:come into the cluster of etcd')).toBeLessThan(at('service:etcd'));
    expect(at('service:etcd')).toBeLessThan(at('command:vote in the cluster of etcd'));
  });

  test('lets one host found, all others join, and replaces only whom the site names', () => {
    expect(names.map((name) => wayOf(name, { record: null, decided: founding }))).toEqual(['found', 'join', 'join']);
    expect(names.map((name) => wayOf(name))).toEqual(['join', 'join', 'join']);
    const replacing = call({ call: 'params', use: 'etcd', params: { release, replace: ['kv-3'] } });
    expect(names.map((name) => wayOf(name, { params: replacing }))).toEqual(['join', 'join', 'replace']);
  });

  test('owns nothing of the configuration that holds for the first start alone', () => {
    const conf = found(resources('kv-1'), 'file:/etc/etcd/etcd.yaml');
    expect(Object.keys(conf?.keys ?? {}).filter((key) => /^initial-cluster/.test(key))).toEqual([]);
    expect(conf?.seed).toContain('initial-cluster-state: existing\ninitial-cluster: ""\n');
  });

  test('wants the same of every member whoever leads', () => {
    const owned = (leader: string) =>
      resources('kv-1', { decided: { ...running, leader } }).map(({ kind, key, params: wanted }) => [
        kind,
        key,
        wanted,
      ]);
    expect(owned('kv-1')).toEqual(owned('kv-3'));
  });

  test('hands the lead over before a member is touched, once there is a cluster', () => {
    const drain = (more: object = {}) =>
      call({ call: 'drain', ...cluster, host: 'kv-1', ...more }) as readonly unknown[];
    expect(drain()).toMatchObject([{ kind: 'command', params: { argv: [expect.anything(), 'step-down'] } }]);
    expect(drain({ record: { founder: 'kv-1', formed: false } })).toEqual([]);
    expect(drain({ peers: peers.slice(0, 1) })).toEqual([]);
  });

  test('asks the live cluster with the certificate of a client that only etcd and its group may read', () => {
    expect(call({ call: 'observe', ...cluster, host: 'kv-1' })).toMatchObject({
      status: { ask: 'command', group: 'etcd', argv: expect.arrayContaining(['--key=/etc/etcd/tls/client.key']) },
      members: { ask: 'command', group: 'etcd', argv: expect.arrayContaining(['--consistency=s']) },
      origin: { ask: 'file', path: '/etc/etcd/etcd.yaml' },
    });
    expect(found(resources('kv-1'), 'certificate:/etc/etcd/tls/client.crt')).toMatchObject({
      group: 'etcd',
      keyMode: 0o640,
      from: 'controller',
    });
  });

  test('writes a program that a shell can read', () => {
    const checked = spawnSync('sh', ['-n'], { input: MEMBER_PROGRAM, encoding: 'utf8' });
    expect([checked.status, checked.stderr]).toEqual([0, '']);
  });
});
