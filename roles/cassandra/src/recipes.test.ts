import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { cassandra } from './role.ts';

const hosts = ['db-1', 'db-2', 'db-3', 'db-4'];
const release = { version: '5.0.9', sha256: 'a'.repeat(64) };
const java = { home: '/opt/java-17', version: 17 };
let password = '';
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(hosts.map((name) => [name, {}])),
    use: ({ secret }) => {
      password = `${secret('cassandra/admin')}`;
      cassandra.on(hosts.slice(0, 3), { release, java, password: secret('cassandra/admin') });
    },
  }),
);
const mem = { total: 8 * 2 ** 30, swap: 0, hugepages: '' };
const addressOf = (name: string) => `10.0.0.${hosts.indexOf(name) + 1}`;

interface Wish {
  readonly recipe: string;
  readonly host?: string;
  readonly to?: string;
  readonly former?: string;
}
const context = (names: readonly string[], { recipe, host, to, former = 'none' }: Wish) => ({
  use: 'cassandra',
  params: call({ call: 'params', use: 'cassandra', params: { release, java, password } }) as Record<string, never>,
  peers: names.map((name) => ({ name, address: addressOf(name), labels: {}, facts: { mem } })),
  record: { founder: 'db-1', formed: true },
  decided: { founder: null, members: names.filter((name) => name !== to), down: [], alive: true },
  wish: { recipe, use: 'cassandra', host: host ?? null, to: to ?? null, given: {}, ticket: 'a-ticket', former },
});

interface Step {
  readonly does: string;
  readonly name?: string;
  readonly hosts?: readonly string[];
  readonly noReturn?: string | null;
  readonly params?: object;
}
const recipe = (names: readonly string[], wish: Wish) =>
  call({ call: 'recipe', ...context(names, wish) } as never) as unknown as { readonly steps: readonly Step[] };
const told = ({ steps }: { readonly steps: readonly Step[] }) =>
  steps.map(({ does, name, hosts: on }) => [does, name ?? on?.join() ?? ''].join(' ').trim());
const judge = (names: readonly string[], wish: Wish, step: string, stdout: string) =>
  call({
    call: 'judgeStep',
    ...context(names, wish),
    step,
    answer: { is: 'value', value: { exitCode: 0, stdout, stderr: '' } },
  } as never);
const ring = (states: Readonly<Record<string, string>>) =>
  Object.entries(states)
    .map(([name, state]) => `${state}  ${addressOf(name)}  1 KiB  16  ?  an-id  rack1\n`)
    .join('');

describe('the recipes of cassandra', () => {
  const lost = { recipe: 'replace', host: 'db-3', to: 'db-4' };

  test('let another host take the place of a lost member, and clear up behind it', () => {
    const { steps } = recipe(hosts, lost);
    expect(told({ steps })).toEqual([
      'require replace-lost',
      'require replace-others',
      'require replace-java',
      'apply db-4',
      'apply db-1,db-2',
      'wait replace-whole',
      'remove',
    ]);
    expect(steps[3]).toMatchObject({ params: { replace: { 'db-4': '10.0.0.3' } } });
    expect(steps.filter(({ noReturn }) => noReturn != null)).toEqual([steps[3]]);
    const same = recipe(hosts.slice(0, 3), { recipe: 'replace', host: 'db-3' });
    expect(same.steps[3]).toMatchObject({ hosts: ['db-3'], params: { replace: { 'db-3': '10.0.0.3' } } });
    expect(told(same)).not.toContain('remove');
  });

  test.each([
    ['one that is up', 'replace-lost', { 'db-3': 'UN' }, 'it is UN'],
    ['one that the ring does not know', 'replace-lost', { 'db-1': 'UN' }, 'it is not in the ring'],
    ['one beside another that is down', 'replace-others', { 'db-1': 'UN', 'db-2': 'DN' }, 'db-2 is DN'],
  ])('do not replace %s', (_, step, states, why) => {
    expect(judge(hosts, lost, step, ring(states))).toEqual({ holds: false, why });
  });

  test('replace one that is down beside others that are up', () => {
    const states = ring({ 'db-1': 'UN', 'db-2': 'UN', 'db-3': 'DN' });
    for (const step of ['replace-lost', 'replace-others']) {
      expect(judge(hosts, lost, step, states)).toEqual({ holds: true, why: '' });
    }
  });

  test('let a member go only once the new one is in', () => {
    const order = told(recipe(hosts, { recipe: 'move', host: 'db-3', to: 'db-4' }));
    expect(order.indexOf('apply db-4')).toBeLessThan(order.indexOf('run move-leave'));
    expect(order).toContain('require move-healthy');
    expect(told(recipe(hosts, { recipe: 'move', host: 'db-3', to: 'db-4', former: 'begun' }))).not.toContain(
      'require move-healthy',
    );
  });

  test('take none out whose copies nobody else would hold', () => {
    expect(told(recipe(hosts, { recipe: 'decommission', host: 'db-4' }))).toEqual([
      'require decommission-healthy',
      'run decommission-leave',
      'apply db-1,db-2,db-3',
      'wait decommission-whole',
      'remove',
    ]);
    expect(() => recipe(hosts.slice(0, 3), { recipe: 'decommission', host: 'db-3' })).toThrow(
      /wants 3 copies, and only 2/,
    );
    expect(() => recipe(['db-1'], { recipe: 'decommission', host: 'db-1' })).toThrow('only member');
  });
});
