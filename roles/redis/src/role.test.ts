import { spawnSync } from 'node:child_process';
import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { redis } from './role.ts';

const call = evaluate(
  defineSite({
    name: 'test',
    hosts: { 'db-1': {}, 'db-2': {}, 'db-3': {} },
    use: ({ secret }) => void redis.on(['db-1', 'db-2', 'db-3'], { password: secret('redis/password') }),
  }),
);
const host = (name: string, last: number) => ({ name, address: `10.0.0.${last}`, labels: {}, facts: {} });
const peers = [host('db-1', 1), host('db-2', 2), host('db-3', 3)];
const password = '\u{E000}secret:redis/password\u{E001}';
const params = call({ call: 'params', use: 'redis', params: { password } }) as Record<string, never>;
const cluster = {
  use: 'redis',
  params,
  peers,
  record: { founder: 'db-1', formed: true },
  decided: { primary: '10.0.0.1', live: true },
};
const withParams = (more: object) =>
  call({ call: 'params', use: 'redis', params: { password, ...more } }) as Record<string, never>;

interface Declared {
  readonly kind: string;
  readonly key: string;
  readonly params: { readonly [name: string]: unknown; readonly keys?: Readonly<Record<string, string>> };
}
const resources = (on: string, more: object = {}) =>
  call({ call: 'resources', ...cluster, host: on, ...more }) as unknown as readonly Declared[];
const found = (list: readonly Declared[], id: string) => list.find(({ kind, key }) => `${kind}:${key}` === id)?.params;

describe('the role redis', () => {
  test('installs, configures, and only then starts', () => {
    const ids = resources('db-2').map(({ kind, key }) => `${kind}:${key}`);
    const at = (id: string) => ids.indexOf(id);
    expect(at('package:redis-server')).toBeLessThan(at('file:/etc/redis/redis.conf'));
    expect(at('file:/etc/redis/redis.conf')).toBeLessThan(at('service:redis-server'));
    expect(at('service:redis-server')).toBeLessThan(at('service:redis-sentinel'));
    expect(found(resources('db-2'), 'package:redis-server')).toMatchObject({ start: false });
  });

  test('leaves to Redis and Sentinel what they decide: whom a server follows stands in no owned key', () => {
    for (const on of ['db-1', 'db-2']) {
      const list = resources(on);
      const owned = ['redis.conf', 'sentinel.conf'].flatMap((name) =>
        Object.keys(found(list, `file:/etc/redis/${name}`)?.keys ?? {}),
      );
      expect(owned.length).toBeGreaterThan(10);
      expect(owned.filter((key) => /replicaof|monitor|known-|epoch|myid|^user/.test(key))).toEqual([]);
    }
  });

  test('wants the same after a failover, but for the seeds', () => {
    const owned = (primary: string) =>
      resources('db-2', { decided: { ...cluster.decided, primary } }).map(
        ({ params: { seed: _, ...rest }, kind, key }) => [kind, key, rest],
      );
    expect(owned('10.0.0.2')).toEqual(owned('10.0.0.1'));
  });

  test('seeds a founder that follows nobody, and others that follow it', () => {
    const seed = (on: string) =>
      found(
        resources(on, { record: null, decided: { primary: '10.0.0.1', live: false } }),
        'file:/etc/redis/redis.conf',
      )?.seed;
    expect(seed('db-1')).not.toContain('replicaof');
    expect(seed('db-3')).toContain('\nreplicaof 10.0.0.1 6379\n');
    expect(found(resources('db-3'), 'file:/etc/redis/sentinel.conf')?.seed).toContain(
      '\nsentinel monitor main 10.0.0.1 6379 2\n',
    );
  });

  test('hands the part of the primary on before a member is touched, whoever is primary by then', () => {
    const drain = (on: string, more: object = {}) =>
      call({ call: 'drain', ...cluster, host: on, ...more }) as readonly unknown[];
    const task = (word: string) => ['/usr/local/lib/rolecall/redis-member', word];
    for (const on of ['db-1', 'db-2']) {
      expect(drain(on)).toMatchObject([
        { kind: 'command', params: { argv: task('make-ready'), unless: task('ready') } },
      ]);
    }
    expect(drain('db-1', { record: null })).toEqual([]);
  });

  test('brings the program for that to every host before any member is touched', () => {
    const staged = call({ call: 'stage', ...cluster, host: 'db-2' }) as unknown as readonly Declared[];
    expect(staged.map(({ kind }) => kind)).toEqual(['directory', 'file', 'file']);
    expect(resources('db-2').slice(0, staged.length)).toEqual(
      staged.map((one) => expect.objectContaining({ key: one.key })),
    );
  });

  test('keeps data on disk, and takes no write that a replica cannot have', () => {
    const keys = (more: object) =>
      found(resources('db-1', { params: withParams(more) }), 'file:/etc/redis/redis.conf')?.keys;
    expect(keys({})).toMatchObject({
      appendonly: 'yes',
      appendfsync: 'everysec',
      save: '3600 1 300 100 60 10000',
      'min-replicas-to-write': '1',
      maxmemory: String(256 * 2 ** 20),
    });
    expect(keys({ fsync: 'always', snapshots: '', minReplicas: 0 })).toMatchObject({
      appendonly: 'yes',
      appendfsync: 'always',
      save: '',
      'min-replicas-to-write': '0',
    });
  });

  test('lets others log in with what the site grants them, and nobody without a password', () => {
    const users = [{ name: 'sessions', password, may: '~sessions:* +@read +@write -@dangerous' }];
    const list = resources('db-1', { params: withParams({ users }) });
    expect(found(list, 'file:/etc/redis/users.acl')?.content).toBe(
      `user default on >${password} ~* &* +@all\nuser sessions on >${password} ~sessions:* +@read +@write -@dangerous\n`,
    );
    expect(found(list, 'file:/etc/redis/sentinel-users.acl')?.content).not.toContain('sessions');
  });

  test('with TLS answers nobody in clear, neither clients nor members, and is asked with TLS too', () => {
    const secured = withParams({ tls: true });
    const list = resources('db-2', { params: secured });
    for (const [name, port] of [['redis', '6379'] as const, ['sentinel', '26379'] as const]) {
      expect(found(list, `file:/etc/redis/${name}.conf`)?.keys).toMatchObject({
        port: '0',
        'tls-port': port,
        'tls-replication': 'yes',
      });
    }
    expect(found(list, 'service:redis-server')?.restartOn).toContain('certificate:/etc/redis-tls/member.crt');
    const asked = call({ call: 'observe', ...cluster, params: secured, host: 'db-2' }) as Record<string, unknown>;
    for (const question of Object.values(asked)) expect(question).toMatchObject({ ask: 'command', group: 'redis' });
    expect(found(resources('db-2'), 'file:/etc/redis/redis.conf')?.keys).not.toHaveProperty('tls-port');
  });

  test('has all sentinels agree on who is there, once for the cluster; a single server has nobody to agree with', () => {
    const jobs = (more: object = {}) => call({ call: 'jobs', ...cluster, host: 'db-1', ...more });
    expect(jobs()).toMatchObject([{ job: 'sentinels', form: 'check', done: { ask: 'command', group: 'redis' } }]);
    expect(jobs({ peers: peers.slice(0, 1) })).toEqual([]);
  });

  test('fixes at the first start what members know one another by', () => {
    expect(call({ call: 'frozen', ...cluster, host: 'db-1' })).toEqual({
      port: 6379,
      'sentinel port': 26_379,
      tls: false,
    });
  });

  test('never puts the password where others read it', () => {
    const words = [
      ...resources('db-1'),
      ...(call({ call: 'drain', ...cluster, host: 'db-1' }) as unknown as readonly Declared[]),
    ];
    for (const { kind, params: given } of words) {
      const { environment: _, content, keys, seed, ...shown } = given;
      expect(JSON.stringify(shown)).not.toContain('redis/password');
      if (JSON.stringify([content, keys, seed]).includes('redis/password')) {
        expect(kind).toBe('file');
        expect(given.mode).toBe(0o640);
      }
    }
  });

  test('asks every sentinel who is primary, and every server what it is', () => {
    const asked = { ask: 'redis', password, timeoutMs: 5_000 };
    expect(call({ call: 'observe', ...cluster, host: 'db-1' })).toEqual({
      primary: { ...asked, words: ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'main'], port: 26_379 },
      watched: { ...asked, words: ['SENTINEL', 'MASTER', 'main'], port: 26_379 },
      server: { ...asked, words: ['INFO', 'replication'], port: 6379 },
    });
  });

  test('gives its address to others, and its exporter only where that runs', () => {
    const outputs = (metrics: boolean) =>
      call({ call: 'outputs', ...cluster, host: 'db-2', params: { ...params, metrics: metrics as never } });
    expect(outputs(true)).toEqual({
      address: '10.0.0.2',
      port: 6379,
      metrics: { job: 'redis', address: '10.0.0.2', port: 9121 },
    });
    expect(outputs(false)).toMatchObject({ metrics: null });
  });

  test.each([
    [{ maxMemory: '256' }, /maxMemory/],
    [{ sentinel: { downAfterMs: 10 } }, /sentinel\.downAfterMs/],
    [{ maxmemory: '1GiB' }, /"maxmemory"/],
    [{ snapshots: 'hourly' }, /snapshots are pairs/],
    [{ users: [{ name: 'default', password, may: '~*' }] }, /default user/],
    [{ users: [{ name: 'app', password, may: '~* nopass' }] }, /users\.0\.may/],
    [{ users: [{ name: 'app', password, may: '~* >letmein' }] }, /users\.0\.may/],
  ])('refuses %j', (more, message) => {
    expect(() => call({ call: 'params', use: 'redis', params: { password, ...more } })).toThrow(message);
  });

  test('comes with a program that a shell accepts', () => {
    const program = found(resources('db-1'), 'file:/usr/local/lib/rolecall/redis-member')?.content;
    expect(spawnSync('sh', ['-n'], { input: String(program), encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});
