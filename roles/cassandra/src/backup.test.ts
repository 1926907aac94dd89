import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { cassandra } from './role.ts';

const hosts = ['db-1', 'db-2', 'db-3'];
const release = { version: '5.0.9', sha256: 'a'.repeat(64) };
const java = { home: '/opt/java-17', version: 17 };
let password = '';
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(hosts.map((name) => [name, {}])),
    use: ({ secret }) => {
      password = `${secret('cassandra/admin')}`;
      cassandra.on(hosts, { release, java, password: secret('cassandra/admin') });
    },
  }),
);

interface Step {
  readonly does: string;
  readonly name?: string;
  readonly on?: readonly string[];
  readonly hosts?: readonly string[];
  readonly noReturn?: string | null;
  readonly keeps?: string | null;
  readonly fetches?: readonly string[];
  readonly run?: readonly { readonly key: string }[];
}
function recipe(name: string, names: readonly string[], given: Readonly<Record<string, string>> = {}) {
  const context = {
    use: 'cassandra',
    params: call({ call: 'params', use: 'cassandra', params: { release, java, password } }) as Record<string, never>,
    peers: names.map((host, index) => ({ name: host, address: `10.0.0.${index + 1}`, labels: {}, facts: {} })),
    record: null,
    decided: { founder: names[0] ?? null, members: [], down: [], alive: false },
    wish: { recipe: name, use: 'cassandra', host: null, to: null, given, ticket: 'a-ticket', former: 'none' },
  };
  return call({ call: 'recipe', ...context } as never) as unknown as {
    readonly steps: readonly Step[];
    readonly locks: readonly { readonly lock: string }[];
  };
}
const told = ({ steps }: { readonly steps: readonly Step[] }) =>
  steps.map(({ does, name, hosts: on }) => [does, name ?? on?.join() ?? ''].join(' ').trim());
const given = (parts: number) => ({
  from: 'b'.repeat(64),
  ...Object.fromEntries(
    Array.from({ length: parts }, (_, index) => [
      `part-${index + 1}`,
      `cassandra.db-${index + 1}.tar=${`${index % 10}`.repeat(64)}`,
    ]),
  ),
});

describe('a backup', () => {
  test('lets all hold fast before the first gives, and ends with what says that the rest is there', () => {
    const { steps } = recipe('backup', hosts);
    expect(told({ steps })).toEqual([
      'require backup-healthy',
      'run backup-hold-1',
      'run backup-hold-2',
      'run backup-hold-3',
      'run backup-keep-1',
      'run backup-keep-2',
      'run backup-keep-3',
      'run backup-seal',
      'run backup-let-go-1',
      'run backup-let-go-2',
      'run backup-let-go-3',
    ]);
    expect(steps.flatMap(({ keeps }) => keeps ?? [])).toEqual([
      'cassandra.db-1.tar',
      'cassandra.db-2.tar',
      'cassandra.db-3.tar',
      'cassandra.backup',
    ]);
    expect(steps[7]?.run?.[0]?.key).toContain('seal');
    expect(steps[7]?.run?.[0]?.key).toContain('cassandra.db-1.tar cassandra.db-2.tar cassandra.db-3.tar');
  });

  test('lets no schema change between the members, and no member be changed', () => {
    expect(recipe('backup', hosts).locks.map(({ lock }) => lock)).toEqual(['maintenance', 'schema']);
  });
});

describe('a restore', () => {
  test('founds an empty cluster on hosts without data, and lets each member take in all parts', () => {
    const { steps } = recipe('restore', ['db-7', 'db-8'], given(3));
    expect(told({ steps })).toEqual([
      'require restore-empty-1',
      'require restore-empty-2',
      'require restore-java-1',
      'require restore-java-2',
      'apply db-7,db-8',
      'run restore-schema',
      'wait restore-agreed',
      'run restore-take-in-1-1',
      'run restore-take-in-2-1',
      'run restore-settle-1',
      'run restore-settle-2',
    ]);
    expect(steps.filter(({ noReturn }) => noReturn != null)).toEqual([steps[4]]);
    expect([steps[5]?.on, steps[5]?.fetches]).toEqual([['db-7'], ['b'.repeat(64)]]);
    expect(steps[8]?.fetches).toEqual(['0', '1', '2'].map((sum) => sum.repeat(64)));
    const commands = steps[8]?.run?.map(({ key }) => key) ?? [];
    expect([commands.length, new Set(commands).size]).toEqual([6, 6]);
  });

  test('takes many parts in step by step', () => {
    const order = told(recipe('restore', ['db-7'], given(40)));
    expect(order.filter((step) => step.includes('take-in'))).toEqual([
      'run restore-take-in-1-1',
      'run restore-take-in-1-2',
      'run restore-take-in-1-3',
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['without a backup', {}, 'say from what cassandra is restored: --from cassandra.backup'],
    ['from a backup without its parts', { from: 'b'.repeat(64) }, 'nothing was kept with what --from names'],
    [
      'from what one member had',
      { from: 'b'.repeat(64), 'part-1': `cassandra.backup=${'c'.repeat(64)}` },
      '--from names what one member had',
    ],
    ['from a part with a path', { from: 'b'.repeat(64), 'part-1': `../x=${'c'.repeat(64)}` }, 'is not NAME=CHECKSUM'],
  ])('%s is refused', (_, wrong, says) => {
    expect(() => recipe('restore', hosts, wrong)).toThrow(says);
  });
});
