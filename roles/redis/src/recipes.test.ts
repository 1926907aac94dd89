import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { redis } from './role.ts';

const hosts = ['db-1', 'db-2', 'db-3', 'db-4', 'db-5'];
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(hosts.map((name) => [name, {}])),
    use: ({ secret }) => void redis.on(hosts.slice(0, 3), { password: secret('redis/password') }),
  }),
);
const password = '\u{E000}secret:redis/password\u{E001}';
const params = call({ call: 'params', use: 'redis', params: { password } }) as Record<string, never>;
const peersOf = (names: readonly string[]) =>
  names.map((name, index) => ({ name, address: `10.0.0.${index + 1}`, labels: {}, facts: {} }));

interface Wish {
  readonly recipe: string;
  readonly host?: string;
  readonly to?: string;
  readonly former?: string;
}
interface Step {
  readonly does: string;
  readonly name?: string;
  readonly hosts?: readonly string[];
  readonly noReturn?: string | null;
}
const about = (names: readonly string[], { recipe: what, host, to, former = 'none' }: Wish) => ({
  use: 'redis',
  params,
  peers: peersOf(names),
  record: { founder: 'db-1', formed: true },
  decided: { primary: '10.0.0.1', live: true },
  wish: { recipe: what, use: 'redis', host: host ?? null, to: to ?? null, given: {}, ticket: 'a-ticket', former },
});
const recipe = (names: readonly string[], wish: Wish) =>
  call({ call: 'recipe', ...about(names, wish) } as never) as unknown as {
    readonly steps: readonly Step[];
    readonly notes: readonly string[];
  };
const told = ({ steps }: { readonly steps: readonly Step[] }) =>
  steps.map(({ does, name, hosts: on }) => [does, name ?? on?.join() ?? ''].join(' ').trim());
const four = hosts.slice(0, 4);

describe('the recipes of redis', () => {
  test('move a member once the new one has all data, and hand over before it goes', () => {
    const moving = recipe(four, { recipe: 'move', host: 'db-1', to: 'db-4' });
    expect(told(moving)).toEqual([
      'require move-quorum',
      'apply db-4',
      'run move-hand-over',
      'remove',
      'apply db-2,db-3',
      'run move-agree',
    ]);
    expect(moving.steps.filter(({ noReturn }) => noReturn != null).map(({ does }) => does)).toEqual(['remove']);
    expect(told(recipe(four, { recipe: 'move', host: 'db-1', to: 'db-4', former: 'begun' }))).not.toContain(
      'require move-quorum',
    );
  });

  test('replace only who is lost', () => {
    expect(told(recipe(four, { recipe: 'replace', host: 'db-2', to: 'db-4' }))).toEqual([
      'require replace-lost',
      'require replace-quorum',
      'apply db-4',
      'remove',
      'apply db-1,db-3',
      'run replace-agree',
    ]);
    const again = recipe(hosts.slice(0, 3), { recipe: 'replace', host: 'db-2' });
    expect(told(again)).not.toContain('remove');
    // Once it answers again, its loss is not asked for any more.
    expect(again.steps.filter(({ noReturn }) => noReturn != null).map(({ does }) => does)).toEqual(['apply']);
  });

  test.each(['move', 'decommission'])('go on with a %s whose former run took away what hands over', (what) => {
    const wish = { recipe: what, host: 'db-1', former: 'passed', ...(what === 'move' ? { to: 'db-4' } : {}) };
    const gone = { is: 'absent', reason: 'there is no program /usr/local/lib/rolecall/redis-member' };
    const judged = call({ call: 'judgeStep', ...about(hosts, wish), step: `${what}-hand-over`, answer: gone } as never);
    expect(judged).toEqual({ holds: true, why: '' });
  });

  test('take out of five, and of four with a word, and never of three', () => {
    expect(recipe(hosts, { recipe: 'decommission', host: 'db-5' }).notes).toEqual([
      '4 sentinels bear the loss of 1: go on to 3',
    ]);
    expect(recipe(four, { recipe: 'decommission', host: 'db-4' }).notes).toEqual([]);
    expect(() => recipe(hosts.slice(0, 3), { recipe: 'decommission', host: 'db-3' })).toThrow(/two sentinels/);
  });

  test('keep one copy for all', () => {
    expect(told(recipe(hosts.slice(0, 3), { recipe: 'backup' }))).toEqual(['require backup-quorum', 'run backup-keep']);
  });
});
