import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { minio } from './role.ts';

const names = ['m-1', 'm-2', 'm-3'];
const program = { version: '1', sha256: 'a'.repeat(64) };
const secret = (name: string) => `\u{E000}secret:${name}\u{E001}`;
const given = {
  release: program,
  client: program,
  root: { user: secret('minio/user'), password: secret('minio/password') },
  buckets: [{ name: 'assets', versioning: true, anonymous: 'download' }, { name: 'plain' }],
  policies: {
    'read-assets': { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::assets/*' }] },
  },
  users: [{ name: 'reader', password: secret('minio/reader'), policies: ['read-assets', 'diagnostics'] }],
};
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(names.map((name) => [name, {}])),
    use: ({ secret: named }) =>
      void minio.on(names, {
        release: program,
        client: program,
        root: { user: named('minio/user'), password: named('minio/password') },
        users: [{ name: 'reader', password: named('minio/reader') }],
      }),
  }),
);
const peers = names.map((name, index) => ({ name, address: `10.0.0.${index + 1}`, labels: {}, facts: {} }));
const paramsOf = (more: object = {}) =>
  call({ call: 'params', use: 'minio', params: { ...given, ...more } as never }) as Record<string, never>;
const cluster = {
  use: 'minio',
  params: paramsOf(),
  peers,
  record: { founder: 'm-1', formed: true },
  decided: { deployment: 'one' },
};

interface Declared {
  readonly kind: string;
  readonly key: string;
  readonly params: {
    readonly [name: string]: unknown;
    readonly content?: string;
    readonly restartOn?: readonly string[];
  };
}
const resources = (on: string, more: object = {}) =>
  call({ call: 'resources', ...cluster, host: on, ...more }) as unknown as readonly Declared[];
const found = (list: readonly Declared[], id: string) => list.find(({ kind, key }) => `${kind}:${key}` === id)?.params;

describe('the role minio', () => {
  test('has all in place before the server starts, and looks at the drives before anything', () => {
    const ids = resources('m-2').map(({ kind, key }) => `${kind}:${key}`);
    const at = (id: string) => ids.indexOf(id);
    expect(at('assert:what lies on the drives is of this kind of MinIO')).toBe(0);
    expect(at('assert:each drive of MinIO is a file system of its own')).toBe(1);
    expect(ids.at(-1)).toBe('service:minio');
    for (const id of ['hostsEntry:m-3', 'certificate:/etc/minio/certs/public.crt', 'file:/etc/minio/pools.yaml'])
      expect(at(id)).toBeGreaterThan(1);
  });

  test('writes the same for all members in what they compare, and restarts all at once for that alone', () => {
    const [{ cluster: shape } = { cluster: undefined }] = (
      call({ call: 'site' }) as unknown as {
        readonly roles: readonly { readonly cluster?: { readonly togetherOn?: readonly string[] } }[];
      }
    ).roles;
    const together = shape?.togetherOn ?? [];
    const compared = (on: string) => together.map((id) => found(resources(on), id));
    expect(compared('m-1')).toEqual(compared('m-3'));
    expect(compared('m-1')).not.toContain(undefined);
    const restartOn = found(resources('m-1'), 'service:minio')?.restartOn ?? [];
    expect(restartOn).toEqual(expect.arrayContaining([...together]));
    expect(restartOn.filter((id) => !together.includes(id))).toEqual([
      'file:/etc/minio/certs/CAs/authority.crt',
      'unit:minio.service',
    ]);
  });

  test('keeps what belongs to one server in its unit: another limit changes nothing that members compare', () => {
    const changed = resources('m-1', { params: paramsOf({ openFiles: 20_000, memory: '2GiB' }) });
    const differing = resources('m-1').filter(
      ({ kind, key, params }) => JSON.stringify(found(changed, `${kind}:${key}`)) !== JSON.stringify(params),
    );
    expect(differing.map(({ kind, key }) => `${kind}:${key}`)).toEqual(['unit:minio.service']);
    expect(found(changed, 'unit:minio.service')?.content).toContain('--memlimit 2147483648\n');
  });

  test('brings programs to every host beside those in use, before any member is changed', () => {
    const staged = call({ call: 'stage', ...cluster, host: 'm-1' }) as unknown as readonly Declared[];
    expect(staged.map(({ kind, key, params }) => [`${kind}:${key}`, params.link])).toEqual([
      ['artifact:/opt/minio', false],
      ['artifact:/opt/mc', false],
    ]);
  });

  test('asks before a member is stopped, once there is a cluster', () => {
    const acts = (more: object = {}) => call({ call: 'drain', ...cluster, host: 'm-1', ...more }) as readonly unknown[];
    expect(acts().at(-1)).toMatchObject({ kind: 'command', params: { argv: [expect.anything(), 'may-stop'] } });
    expect(acts({ record: { founder: 'm-1', formed: false } })).toEqual([]);
    expect(acts({ peers: peers.slice(0, 1) })).toEqual([]);
  });

  test('heals before a member is stopped only where the parity does not bear what two of them miss', () => {
    const tasks = (hosts: readonly object[], more: object = {}) =>
      (
        call({
          call: 'drain',
          ...cluster,
          peers: hosts,
          params: paramsOf(more),
          host: 'm-1',
        } as never) as unknown as readonly {
          readonly params: { readonly argv: readonly string[] };
        }[]
      ).map(({ params }) => params.argv[1]);
    expect(tasks(peers)).toEqual(['heal', 'may-stop']);
    const four = [...peers, { ...peers[0], name: 'm-4', address: '10.0.0.4' }];
    expect(tasks(four)).toEqual(['may-stop']);
    expect(tasks(four, { parity: 3 })).toEqual(['heal', 'may-stop']);
  });

  test('holds fast to drives, sets and parity from the first start on', () => {
    expect(call({ call: 'frozen', ...cluster, host: 'm-1' })).toEqual({
      'drives of pool 1': ['1', '2'].flatMap((drive) =>
        names.map((name) => `https://${name}:9000/var/lib/minio/${drive}`),
      ),
      'set size of pool 1': 6,
      parity: 3,
    });
  });

  test('shows passwords in no words and no unit, and files that hold them to the server and root alone', () => {
    const list = resources('m-1');
    const holding = list.filter(({ params }) => JSON.stringify(params).includes('secret:'));
    expect(holding.map(({ key }) => key).sort()).toEqual([
      '/etc/minio/mc/config.json',
      '/etc/minio/root-password',
      '/etc/minio/root-user',
    ]);
    for (const { params } of holding) expect(params).toMatchObject({ owner: 'root', group: 'minio', mode: 0o640 });
    const jobs = call({ call: 'jobs', ...cluster, host: 'm-1' }) as unknown as readonly {
      readonly done: { readonly argv: readonly string[] };
      readonly run: readonly { readonly params: { readonly argv: readonly string[]; readonly environment: object } }[];
    }[];
    for (const { done, run } of jobs)
      expect(JSON.stringify([done, run.map(({ params }) => params.argv)])).not.toContain('secret:');
  });

  test('checks buckets, policies and accounts at every apply, and what an account may do after both', () => {
    const jobs = call({ call: 'jobs', ...cluster, host: 'm-1' }) as unknown as readonly {
      readonly job: string;
      readonly form: string;
      readonly after: readonly string[];
      readonly run: readonly { readonly params: { readonly argv: readonly string[] } }[];
    }[];
    expect(jobs.map(({ job, form, after }) => [job, form, after])).toEqual([
      ['bucket-assets', 'check', []],
      ['bucket-plain', 'check', []],
      ['policy-read-assets', 'check', []],
      ['user-reader', 'check', []],
      ['grant-reader', 'check', ['user-reader', 'policy-read-assets']],
      ['healed', 'check', []],
    ]);
    expect(jobs[0]?.run[0]?.params.argv.slice(1)).toEqual(['bucket', 'assets', 'on', 'download']);
    expect(jobs[1]?.run[0]?.params.argv.slice(1)).toEqual(['bucket', 'plain', '-', '-']);
  });

  test('takes a folder on the disk of the system only where a site says so', () => {
    const trial = resources('m-1', { params: paramsOf({ onSystemDisk: true }) });
    expect(found(trial, 'assert:each drive of MinIO is a file system of its own')).toBeUndefined();
    expect(found(trial, 'unit:minio.service')?.content).toContain('MINIO_CI_CD=1');
    expect(found(resources('m-1'), 'unit:minio.service')?.content).not.toContain('MINIO_CI_CD');
    expect(found(trial, 'directory:/var/lib/minio')).toBeDefined();
  });
});
