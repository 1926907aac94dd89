import { drillParams, recipe, told } from './testing/recipe.ts';
import { hosts } from './testing/site.ts';

const given = (parts: number) => ({
  from: 'b'.repeat(64),
  ...Object.fromEntries(
    Array.from({ length: parts }, (_, index) => [
      `part-${index + 1}`,
      `cassandra.db-${index + 1}.tar=${`${index % 10}`.repeat(64)}`,
    ]),
  ),
});

describe('a restore', () => {
  test('founds an empty cluster on hosts without data, and lets each member take in all parts', () => {
    const { steps } = recipe(['db-7', 'db-8'], { recipe: 'restore', given: given(3) });
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
    const order = told(recipe(['db-7'], { recipe: 'restore', given: given(40) }));
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
    expect(() => recipe(hosts, { recipe: 'restore', given: wrong })).toThrow(says);
  });
});

describe('a drill', () => {
  const names = ['spare-1', 'spare-2'];

  test('gives nothing up, looks at one member what the parts hold, and ends with the proof', () => {
    const { steps } = recipe(names, { recipe: 'drill', given: given(3) });
    expect(told({ steps })).toEqual([
      'require drill-empty-1',
      'require drill-empty-2',
      'require drill-java-1',
      'require drill-java-2',
      'apply spare-1,spare-2',
      'run drill-schema',
      'wait drill-agreed',
      'run drill-take-in-1-1',
      'run drill-take-in-2-1',
      'run drill-settle-1',
      'run drill-settle-2',
      'run drill-prove',
    ]);
    expect(steps.filter(({ noReturn }) => noReturn != null)).toEqual([]);
    const keys = (step: number) => steps[step]?.run?.map(({ key }) => key).join('; ') ?? '';
    expect([keys(7), keys(8)]).toEqual([
      expect.stringContaining('cassandra-prove measure'),
      expect.not.stringContaining('measure'),
    ]);
    expect(keys(5)).toContain('--copies=2');
    expect(keys(11)).toContain('all cassandra.db-1.tar cassandra.db-2.tar cassandra.db-3.tar');
  });

  test('has no more copies than hosts, and names none of the real members', () => {
    const more = {
      keyspaces: { app: {}, small: { replication: 1 } },
      seeds: ['db-1'],
      replace: { 'db-4': '10.0.0.9' },
    };
    expect(drillParams(names, more)).toEqual({
      ...{ seeds: names, replace: {} },
      keyspaces: { app: { replication: 2 }, small: { replication: 1 } },
    });
  });
});
