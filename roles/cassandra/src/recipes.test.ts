import { judge, recipe, told } from './testing/recipe.ts';
import { hosts, hostsWithSpare, ring } from './testing/site.ts';

describe('the recipes of cassandra', () => {
  const lost = { recipe: 'replace', host: 'db-3', to: 'db-4' };

  test('let another host take the place of a lost member, and clear up behind it', () => {
    const { steps } = recipe(hostsWithSpare, lost);
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
    const same = recipe(hosts, { recipe: 'replace', host: 'db-3' });
    expect(same.steps[3]).toMatchObject({ hosts: ['db-3'], params: { replace: { 'db-3': '10.0.0.3' } } });
    expect(told(same)).not.toContain('remove');
  });

  test.each([
    ['one that is up', 'replace-lost', { 'db-3': 'UN' }, 'it is UN'],
    ['one that the ring does not know', 'replace-lost', { 'db-1': 'UN' }, 'it is not in the ring'],
    ['one beside another that is down', 'replace-others', { 'db-1': 'UN', 'db-2': 'DN' }, 'db-2 is DN'],
  ])('do not replace %s', (_, step, states, why) => {
    expect(judge(hostsWithSpare, lost, step, ring(states))).toEqual({ holds: false, why });
  });

  test('replace one that is down beside others that are up', () => {
    const states = ring({ 'db-1': 'UN', 'db-2': 'UN', 'db-3': 'DN' });
    for (const step of ['replace-lost', 'replace-others']) {
      expect(judge(hostsWithSpare, lost, step, states)).toEqual({ holds: true, why: '' });
    }
  });

  test('let a member go only once the new one is in', () => {
    const order = told(recipe(hostsWithSpare, { recipe: 'move', host: 'db-3', to: 'db-4' }));
    expect(order.indexOf('apply db-4')).toBeLessThan(order.indexOf('run move-leave'));
    expect(order).toContain('require move-healthy');
    expect(told(recipe(hostsWithSpare, { recipe: 'move', host: 'db-3', to: 'db-4', former: 'begun' }))).not.toContain(
      'require move-healthy',
    );
  });

  test('take none out whose copies nobody else would hold', () => {
    expect(told(recipe(hostsWithSpare, { recipe: 'decommission', host: 'db-4' }))).toEqual([
      'require decommission-healthy',
      'run decommission-leave',
      'apply db-1,db-2,db-3',
      'wait decommission-whole',
      'remove',
    ]);
    expect(() => recipe(hosts, { recipe: 'decommission', host: 'db-3' })).toThrow(/wants 3 copies, and only 2/);
    expect(() => recipe(['db-1'], { recipe: 'decommission', host: 'db-1' })).toThrow('only member');
  });
});
