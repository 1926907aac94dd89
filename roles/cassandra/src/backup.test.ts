import { recipe, told } from './testing/recipe.ts';
import { hosts } from './testing/site.ts';

describe('a backup', () => {
  test('lets all hold fast before the first gives, and ends with what says that the rest is there', () => {
    const { steps } = recipe(hosts, { recipe: 'backup' });
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
    expect(recipe(hosts, { recipe: 'backup' }).locks.map(({ lock }) => lock)).toEqual(['maintenance', 'schema']);
  });
});
