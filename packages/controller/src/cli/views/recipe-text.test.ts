import type { RunEvent, StoredEvent } from '@rolecall/protocol';
import pico from 'picocolors';
import { node } from '../../run/simulation.ts';
import { emptyRun, follow, type RunView } from './model.ts';
import { planText } from './plan-text.ts';
import { recapText } from './recap.ts';

const plain = pico.createColors(false);
const source = { file: 'role.ts', line: 1, column: 1 };
const viewOf = (...bodies: readonly object[]): RunView =>
  bodies.reduce<RunView>(
    (run, body, index) => follow(run, { seq: index + 1, at: 0, body: body as RunEvent } as StoredEvent),
    emptyRun(),
  );
const intent = {
  ...{ is: 'recipe', recipe: 'replace', use: 'kv', host: 'kv-2', to: 'kv-4', given: {} },
  ...{ ticket: 't-1', former: 'none' },
};
const created = { event: 'created', run: 'r-1', mode: 'plan', site: 'example', resumes: null, intent };
const step = (does: string, number: number, title: string, more: object = {}) => ({
  ...{ does, number, title, noReturn: null, always: false, holder: 'kv.replace@kv-2', limitMs: 7_200_000, keeps: null },
  ...more,
});
const job = (name: string) => ({
  ...{ name, use: 'kv', form: 'step', hosts: ['kv-1', 'kv-3'], key: null, asks: true, gives: false, source },
});
const graph = {
  event: 'graph',
  instances: [
    node('kv.replace-lost@-', { job: job('replace-lost') as never, step: step('require', 1, 'kv-2 is lost') as never }),
    node('kv.replace-take-out@-', {
      job: job('replace-take-out') as never,
      step: step('run', 2, 'take kv-2 out', { noReturn: 'kv-2 is no member' }) as never,
    }),
    node('kv@kv-4', { step: step('apply', 3, 'take kv-4 in') as never }),
    node('kv.replace-whole@-', { job: job('replace-whole') as never, step: step('wait', 4, 'all agree') as never }),
    node('kv.replace-tidy@-', {
      job: job('replace-tidy') as never,
      step: step('run', 5, 'tidy', { always: true }) as never,
    }),
  ],
};

test('a recipe is shown step by step, with a line where the way back ends', () => {
  const text = planText(viewOf(created, graph), { style: plain, diff: false });
  expect(text.split('\n').slice(0, 7)).toEqual([
    'replace kv@kv-2 by kv-4',
    '  holds kv-2 is lost  (asked on kv-1 or kv-3)',
    '  -- no way back from here: kv-2 is no member --',
    '  2. take kv-2 out  (on kv-1 or kv-3)',
    '  3. take kv-4 in  (apply on kv-4)',
    '  4. wait until all agree, for 2h at most  (asked on kv-1 or kv-3)',
    '  in the end: tidy  (on kv-1 or kv-3)',
  ]);
});

test('a drill is called by its hosts, and is gone on with by naming them', () => {
  const drill = { ...intent, recipe: 'drill', host: null, to: null, given: { from: 'kv.db' }, on: ['s-1', 's-2'] };
  expect(planText(viewOf({ ...created, intent: drill }, graph), { style: plain, diff: false })).toMatch(
    /^drill kv on s-1, s-2\n/,
  );
  const failed = viewOf({ ...created, intent: drill }, graph, { event: 'finished', outcome: 'failed', fault: null });
  expect(recapText(failed, plain)).toContain('controller drill kv --from kv.db --on s-1,s-2\n');
});

test('one that failed says with which words it goes on', () => {
  const view = viewOf({ ...created, mode: 'apply' }, graph, { event: 'finished', outcome: 'failed', fault: null });
  expect(recapText(view, plain)).toContain('controller replace kv@kv-2 kv-4\n');
});
