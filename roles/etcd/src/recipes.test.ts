import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { etcd } from './role.ts';
import { majority } from './topology.ts';

const hosts = ['kv-1', 'kv-2', 'kv-3', 'kv-4', 'kv-5'];
const release = { version: '3.6.16', sha256: 'a'.repeat(64) };
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(hosts.map((name) => [name, {}])),
    use: () => void etcd.on(hosts.slice(0, 3), { release }),
  }),
);
const params = call({ call: 'params', use: 'etcd', params: { release } }) as Record<string, never>;
const peersOf = (names: readonly string[]) =>
  names.map((name, index) => ({ name, address: `10.0.0.${index + 1}`, labels: {}, facts: {} }));

interface Wish {
  readonly recipe: string;
  readonly host?: string;
  readonly to?: string;
  readonly given?: Readonly<Record<string, string>>;
  readonly former?: string;
}
const context = (names: readonly string[], { recipe, host, to, given = {}, former = 'none' }: Wish) => ({
  use: 'etcd',
  params,
  peers: peersOf(names),
  record: { founder: 'kv-1', formed: true },
  decided: { founder: null, leader: 'kv-1', members: names.filter((name) => name !== to) },
  wish: { recipe, use: 'etcd', host: host ?? null, to: to ?? null, given, ticket: 'a-ticket', former },
});

interface Step {
  readonly does: string;
  readonly name?: string;
  readonly on?: readonly string[];
  readonly hosts?: readonly string[];
  readonly noReturn?: string | null;
  readonly params?: object;
}
const recipe = (names: readonly string[], wish: Wish) =>
  call({ call: 'recipe', ...context(names, wish) } as never) as unknown as {
    readonly steps: readonly Step[];
    readonly finally: readonly Step[];
    readonly locks: readonly object[];
    readonly notes: readonly string[];
  };
const four = hosts.slice(0, 4);
const told = (steps: readonly Step[]) =>
  steps.map(({ does, name, hosts: on }) => [does, name ?? on?.join() ?? ''].join(' ').trim());
const answered = (stdout: string, exitCode = 0) => ({ is: 'value', value: { exitCode, stdout, stderr: '' } });

describe('the recipes of etcd', () => {
  test('take a lost member out before another comes in, and name that as the point of no return', () => {
    const { steps, locks } = recipe(four, { recipe: 'replace', host: 'kv-2', to: 'kv-4' });
    expect(told(steps)).toEqual([
      'require replace-lost',
      'require replace-majority',
      'run replace-take-out',
      'apply kv-4',
      'apply kv-1,kv-3',
      'wait replace-whole',
      'remove',
    ]);
    expect(steps.filter(({ noReturn }) => noReturn != null).map(({ name }) => name)).toEqual(['replace-take-out']);
    expect(steps[2]?.on).toEqual(['kv-1', 'kv-3']);
    expect(locks).toEqual([{ of: 'cluster', cluster: 'etcd', lock: 'topology' }]);
  });

  test('take a member in again that was made anew on its host', () => {
    const { steps } = recipe(hosts.slice(0, 3), { recipe: 'replace', host: 'kv-2' });
    expect(told(steps)).toContain('apply kv-2');
    expect(steps.find(({ does }) => does === 'apply')?.params).toEqual({ replace: ['kv-2'] });
    expect(told(steps)).not.toContain('remove');
  });

  test('let a member that works go only once the new one is in', () => {
    const order = told(recipe(four, { recipe: 'move', host: 'kv-2', to: 'kv-4' }).steps);
    expect(order.indexOf('apply kv-4')).toBeLessThan(order.indexOf('run move-take-out'));
    expect(order).toContain('require move-healthy');
    const again = told(recipe(four, { recipe: 'move', host: 'kv-2', to: 'kv-4', former: 'begun' }).steps);
    expect(again).not.toContain('require move-healthy');
  });

  test('make no two of three, and say what an even number bears', () => {
    expect(() => recipe(hosts.slice(0, 3), { recipe: 'decommission', host: 'kv-2' })).toThrow(
      'an etcd of two bears no loss',
    );
    expect(recipe(hosts, { recipe: 'decommission', host: 'kv-5' }).notes).toEqual([
      '4 members bear the loss of 1: go on to 3',
    ]);
    expect(recipe(four, { recipe: 'decommission', host: 'kv-4' }).notes).toEqual([]);
  });

  test('restore on hosts without data alone, from what is named by its checksum', () => {
    expect(() => recipe(hosts.slice(0, 3), { recipe: 'restore' })).toThrow('--from');
    const from = 'b'.repeat(64);
    const restore = recipe(hosts.slice(0, 3), { recipe: 'restore', given: { from } });
    expect(told(restore.steps)).toEqual([
      'require restore-empty-1',
      'require restore-empty-2',
      'require restore-empty-3',
      'run restore-fetch',
      'apply kv-1',
      'apply kv-2,kv-3',
      'wait restore-whole',
    ]);
    expect(told(restore.finally)).toEqual(['run restore-tidy']);
    const judge = (answer: object) =>
      call({
        call: 'judgeStep',
        ...context(hosts.slice(0, 3), { recipe: 'restore', given: { from } }),
        step: 'restore-empty-1',
        answer,
      } as never);
    expect(judge({ is: 'absent', reason: 'it is not there' })).toEqual({ holds: true, why: '' });
    expect(judge({ is: 'value', value: { size: 1, mode: 0o600, content: '' } })).toMatchObject({ holds: false });
  });

  test('drill as they restore, give nothing up, and compare what every member holds with the snapshot in the end', () => {
    const given = { from: 'b'.repeat(64) };
    const drill = recipe(['kv-1'], { recipe: 'drill', given });
    expect(told(drill.steps)).toEqual([
      'require drill-empty-1',
      'run drill-fetch',
      'apply kv-1',
      'wait drill-whole',
      'run drill-compare',
    ]);
    expect(drill.steps.every(({ noReturn }) => noReturn == null)).toBe(true);
    expect(told(drill.finally)).toEqual(['run drill-tidy']);
    const three = recipe(hosts.slice(0, 3), { recipe: 'drill', given });
    expect(three.steps.length).toBe(recipe(hosts.slice(0, 3), { recipe: 'restore', given }).steps.length + 1);
  });

  test('keep a snapshot among the artifacts of the controller, by the name of the use', () => {
    const { steps, locks } = recipe(hosts.slice(0, 3), { recipe: 'backup' });
    expect(steps.at(-1)).toMatchObject({ does: 'run', keeps: 'etcd.db' });
    expect(locks).toEqual([{ of: 'cluster', cluster: 'etcd', lock: 'maintenance' }]);
  });

  test('do not take a member for lost that answers', () => {
    const wish = { recipe: 'replace', host: 'kv-2', to: 'kv-4' };
    const judge = (exitCode: number) =>
      call({
        call: 'judgeStep',
        ...context(four, wish),
        step: 'replace-lost',
        answer: answered('', exitCode),
      } as never);
    expect(judge(1)).toEqual({ holds: true, why: '' });
    expect(judge(0)).toEqual({ holds: false, why: 'it answers and is a healthy member: move it instead' });
  });
});

describe('a majority', () => {
  const status = (leader: string, learner = false) =>
    ({ cluster: '1', member: '2', leader, revision: 1, learner, errors: [] }) as const;
  test.each<[string, Parameters<typeof majority>, boolean | string]>([
    ['is more than half', [[status('1'), status('1')], 3], true],
    ['is not half', [[status('1'), status('1')], 4], 'only 2 of the 4 members that would be left answer'],
    ['counts no learners', [[status('1'), status('1', true)], 2], 'only 1 of the 2 members that would be left answer'],
    ['has one leader', [[status('1'), status('2')], 2], 'they do not agree on a leader'],
    ['has a leader at all', [[status('0')], 1], 'they do not agree on a leader'],
  ])('%s', (_, [answering, voters], expected) => {
    expect(majority(answering, voters)).toBe(expected);
  });
});
