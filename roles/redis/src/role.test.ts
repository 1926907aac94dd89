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
      resources('db-2', { decided: { primary, live: true } }).map(({ params: { seed: _, ...rest }, kind, key }) => [
        kind,
        key,
        rest,
      ]);
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

  test('hands the part of the primary on before it is touched, and only there', () => {
    const drain = (on: string, more: object = {}) =>
      call({ call: 'drain', ...cluster, host: on, ...more }) as readonly unknown[];
    expect(drain('db-2')).toEqual([]);
    expect(drain('db-1', { record: null })).toEqual([]);
    expect(drain('db-1')).toMatchObject([{ kind: 'command', params: { environment: { REDISCLI_AUTH: password } } }]);
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

  test('asks every sentinel who is primary', () => {
    expect(call({ call: 'observe', ...cluster, host: 'db-1' })).toEqual({
      primary: {
        ask: 'redis',
        words: ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'main'],
        port: 26_379,
        password,
        timeoutMs: 5_000,
      },
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
  ])('refuses %j', (more, message) => {
    expect(() => call({ call: 'params', use: 'redis', params: { password, ...more } })).toThrow(message);
  });

  test('comes with a step-down program that a shell accepts', () => {
    const program = found(resources('db-1'), 'file:/usr/local/lib/rolecall/redis-step-down')?.content;
    expect(spawnSync('sh', ['-n'], { input: String(program), encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});
