import { evaluate } from './evaluator/testing.ts';
import { act, ask, defineRole, defineSite, type Host, type Recipe, step, z } from './index.ts';

const run = [act.command(['true'])];
const host = (name: string): Host => ({ name, address: '10.0.0.1', labels: {}, facts: {} });

/** The recipe of a role that makes it so, as the controller gets it. */
function recipe(make: (members: readonly Host[]) => Recipe) {
  const role = defineRole({
    name: 'db',
    params: z.object({}),
    resources: () => [],
    recipes: { backup: ({ members }) => make(members) },
  });
  const call = evaluate(defineSite({ name: 's', hosts: { a: {}, b: {} }, use: () => void role.on(['a', 'b']) }));
  const wish = { recipe: 'backup', use: 'db', host: null, to: null, given: {}, ticket: null, former: 'none' };
  const context = { use: 'db', params: {}, peers: [host('a'), host('b')], record: null, decided: {} };
  return call({ call: 'recipe', ...context, wish } as never);
}

test('a recipe travels as plain data, its steps named after it', () => {
  expect(recipe((on) => ({ steps: [step.run('keep', 'keep it', { on, run })] }))).toMatchObject({
    steps: [
      {
        does: 'run',
        name: 'backup-keep',
        title: 'keep it',
        on: ['a', 'b'],
        done: null,
        noReturn: null,
        limitMs: 120_000,
      },
    ],
    finally: [],
    locks: [{ of: 'cluster', cluster: 'db', lock: 'maintenance' }],
  });
});

test('a command of a step is never begun twice by itself', () => {
  const made = recipe((on) => ({ steps: [step.run('keep', 'keep it', { on, run })] }));
  expect(JSON.stringify(made)).toContain('"onInterrupted":"fail"');
});

test('a drill ends with a step that proves what it restored', () => {
  const role = (last: boolean) =>
    defineRole({
      name: 'db',
      params: z.object({}),
      resources: () => [],
      recipes: {
        drill: ({ members: on }) => ({
          steps: [step.apply('found it', on), ...(last ? [step.run('count', 'count', { on, run })] : [])],
        }),
      },
    });
  const drill = (last: boolean) => {
    const call = evaluate(defineSite({ name: 's', hosts: { a: {} }, use: () => void role(last).on(['a']) }));
    const wish = {
      recipe: 'drill',
      use: 'db',
      host: null,
      to: null,
      given: {},
      on: ['b'],
      ticket: null,
      former: 'none',
    };
    const context = { use: 'db', params: {}, peers: [host('b')], record: null, decided: {} };
    return call({ call: 'recipe', ...context, wish } as never);
  };
  expect(drill(true)).toMatchObject({ locks: [{ of: 'cluster', cluster: 'db', lock: 'topology' }] });
  expect(() => drill(false)).toThrow('must end with a step.run() that proves');
});

test.each<[string, (on: readonly Host[]) => Recipe, string]>([
  ['without steps', () => ({ steps: [] }), 'must give { steps }'],
  ['with what is no step', () => ({ steps: [{} as never] }), 'must give { steps }'],
  [
    'with two steps of one name',
    (on) => ({ steps: [step.run('it', 'x', { on, run }), step.wait('it', 'y', { on, ask: ask.tcp(1) })] }),
    'two steps for it',
  ],
  [
    'that brings a host about twice',
    (on) => ({ steps: [step.apply('x', on), step.apply('y', on.slice(0, 1))] }),
    'two steps for the instance on a',
  ],
  [
    'with a step for nobody',
    () => ({ steps: [step.run('it', 'run it', { on: [], run })] }),
    'nobody is there who could do this',
  ],
  ['with a name that is none', (on) => ({ steps: [step.run('No name', 'x', { on, run })] }), 'is no name of a step'],
  ['without commands', (on) => ({ steps: [step.run('it', 'x', { on, run: [] })] }), 'at least one command'],
])('a recipe %s is a mistake of its role', (_, make, says) => {
  expect(() => recipe(make)).toThrow(says);
});

test('what is not there may be what is wanted', () => {
  expect(ask.file('/data', { absent: 'holds' }).absentHolds).toBe(true);
  expect(ask.file('/data').absentHolds).toBe(false);
});
