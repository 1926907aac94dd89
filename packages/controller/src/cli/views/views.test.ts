import type { InstanceId, RunEvent, StoredEvent } from '@rolecall/protocol';
import fc from 'fast-check';
import { exitCodeOf, exitCodeOfPlan } from '../exit-code.ts';
import { describeFault } from '../print-error.ts';
import { describeDifference } from './difference.ts';
import { planDocument, runDocument } from './document.ts';
import { failedPlanText } from './failed-plan-text.ts';
import { graphText } from './graph-text.ts';
import { hostState } from './host-state.ts';
import { emptyRun, follow, type RunView } from './model.ts';
import { planText } from './plan-text.ts';
import { printable } from './printable.ts';
import { recapText } from './recap.ts';
import { since } from './since.ts';
import { styleFor } from './style.ts';
import { table } from './table.ts';

const plain = styleFor({ isTTY: false } as NodeJS.WriteStream);
const redis = 'redis@db-1' as InstanceId;
const app = 'app@db-2' as InstanceId;
const source = { file: 'site.ts', line: 7, column: 3 };

const viewOf = (...bodies: readonly object[]): RunView =>
  bodies
    .map((body, i): StoredEvent => ({ seq: i + 1, at: i * 1000, body: body as RunEvent }))
    .reduce(follow, emptyRun());

const created = { event: 'created', run: 'r-1', mode: 'apply', intent: { is: 'converge' }, site: 'example' };
const file = { index: 0, kind: 'file', key: '/etc/motd', action: 'update', source };
const change = { ...file, differences: [{ how: 'value', property: 'mode', from: 420, to: 384 }] };
const planned = {
  event: 'planned',
  instance: redis,
  outcome: 'changed',
  changes: [change],
  okCount: 4,
  drains: false,
  fault: null,
};
const fault = {
  code: 'command_failed',
  message: 'redis-server ended with exit code 1',
  command: 'redis-server --test',
  lastLines: ['bad line'],
  hint: 'mend the line',
};

describe('what a reader sees of a run', () => {
  test('a plan names each change with its symbol, its place and its values, and sums up last', () => {
    const text = planText(viewOf(created, planned), { style: plain, diff: false });
    expect(text).toContain('  ~ file /etc/motd  site.ts:7:3');
    expect(text).toContain('mode: 420 → 384');
    expect(text.trimEnd().split('\n').at(-1)).toBe('Plan: 1 to change; 4 as wanted.');
  });

  test('a plan with nothing to do says so and names no instance', () => {
    const text = planText(viewOf(created, { ...planned, outcome: 'ok', changes: [] }), { style: plain, diff: false });
    expect(text).toBe('Plan: nothing to change; 4 resources are as wanted.\n');
  });

  test('a plan that failed says of each instance why, that nothing was begun, and what to do', () => {
    const failed = { ...planned, outcome: 'failed', changes: [], okCount: 0, fault };
    const away = {
      ...failed,
      instance: app,
      outcome: 'unreachable',
      fault: { code: 'x', message: 'db-2 is not linked' },
    };
    const view = viewOf({ ...created, mode: 'plan' }, failed, away, {
      event: 'finished',
      outcome: 'failed',
      fault: null,
    });
    expect(failedPlanText(view, plain).split('\n')).toEqual([
      'redis@db-1 failed: redis-server ended with exit code 1',
      '    command: redis-server --test',
      '    | bad line',
      '    mend the line',
      'app@db-2 unreachable: db-2 is not linked',
      'plan r-1 failed; nothing was begun: mend what it says, and run the same again',
      '',
    ]);
    expect(planText(view, { style: plain, diff: false })).toContain(
      '1 instance could not be asked. 1 instance failed.',
    );
  });

  test('what is warned of shows once, in the plan, in the recap and as JSON, with the hosts that say it', () => {
    const warning = { kind: 'aptRepository', key: 'docker', sentence: 'its key ends on 2026-12-13' };
    const warned = (instance: string, ...warnings: object[]) => ({
      ...planned,
      instance,
      outcome: 'ok',
      changes: [],
      warnings,
    });
    const other = { ...warning, sentence: 'its key ends on 2026-12-20' };
    const view = viewOf(
      created,
      warned('app@db-1', warning),
      warned('redis@db-1', warning),
      warned('app@db-2', warning, other),
      { event: 'finished', outcome: 'ok', fault: null },
    );
    const lines = [
      'warning: aptRepository docker: its key ends on 2026-12-13 (2 hosts)',
      'warning: aptRepository docker: its key ends on 2026-12-20 (db-2)',
    ];
    const linesIn = (text: string) => text.split('\n').filter((line) => line.startsWith('warning'));
    expect(linesIn(planText(view, { style: plain, diff: false }))).toEqual(lines);
    expect(linesIn(recapText(view, plain))).toEqual(lines);
    const warnings = [
      { ...warning, hosts: ['db-1', 'db-2'] },
      { ...other, hosts: ['db-2'] },
    ];
    expect([planDocument(view), runDocument(view)]).toMatchObject([{ warnings }, { warnings }]);
  });

  test('a plan that was refused is not resumed: it has begun nothing', () => {
    const refused = { code: 'moved', message: 'app@db-1 is not as it was', hint: 'plan again, and look at it' };
    const text = recapText(viewOf(created, { event: 'finished', outcome: 'failed', fault: refused }), plain);
    expect(text).toContain('plan again');
    expect(text).not.toContain('resume');
  });

  test('a run of many instances is followed in a time that grows with its events alone', () => {
    const instances = Array.from({ length: 30_000 }, (_, i) => `app@h-${i}`);
    const started = performance.now();
    const view = viewOf(
      created,
      { event: 'graph', instances: instances.map((instance) => ({ instance })) },
      ...instances.map((instance) => ({ ...planned, instance })),
      ...instances.map((instance) => ({ event: 'ended', instance, outcome: 'ok', fault: null })),
    );
    expect(view.instances.size).toBe(30_000);
    // Copying the map at each event took minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('the recap names the failing resource, its place, its command with last lines, and how to resume', () => {
    const text = recapText(
      viewOf(
        created,
        {
          event: 'reported',
          instance: redis,
          report: { report: 'resource', assignment: 'x', change, outcome: 'failed', durationMs: 1, fault },
        },
        { event: 'ended', instance: redis, outcome: 'failed', fault: null },
        { event: 'ended', instance: app, outcome: 'ok', fault: null },
        { event: 'finished', outcome: 'failed', fault: null },
      ),
      plain,
    );
    for (const part of [
      'redis@db-1',
      'file /etc/motd',
      'site.ts:7:3',
      'redis-server --test',
      '| bad line',
      'mend the line',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('--resume r-1');
    expect(text.indexOf('db-1  failed=1')).toBeLessThan(text.indexOf('db-2  ok=1'));
  });

  test('a secret is said to have changed and never shown', () => {
    expect(describeDifference({ how: 'secret', property: 'requirepass' }, plain, true)).toEqual([
      'requirepass: changed (secret)',
    ]);
  });

  test('the lines of a text are counted, and shown only when asked for', () => {
    const difference = { how: 'text', property: 'content', diff: '@@ -1 +1 @@\n-a\n+b\n', cut: false } as const;
    expect(describeDifference(difference, plain, false)).toEqual(['content: +1 -1 lines (--diff shows them)']);
    expect(describeDifference(difference, plain, true)).toEqual(['content:', '@@ -1 +1 @@', '-a', '+b']);
  });

  test('no text from a host reaches the terminal with a control character in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[^\P{Cc}\t\n]/u);
      }),
    );
  });

  test('ordinary text is printed as it is', () => {
    expect(describeFault({ ...fault, lastLines: ['\u001b[2J'] })).not.toMatch(/[^\P{Cc}\t\n]/u);
    expect(printable('a\tb\nünïcode ✓')).toBe('a\tb\nünïcode ✓');
  });

  test('a graph is drawn with an arrow from what must be up to what waits', () => {
    const nodes = [
      { instance: redis, after: [], source },
      { instance: app, after: [redis], source },
    ];
    expect(graphText(nodes, 'dot')).toContain('"redis@db-1" -> "app@db-2";');
    expect(graphText(nodes, 'mermaid')).toContain('n0 --> n1');
    expect(graphText(nodes, 'lines')).toBe('redis@db-1\napp@db-2  after redis@db-1\n');
  });

  test('a table is as wide as its widest cell, without blanks at line ends', () => {
    expect(table(['A', 'B'], [['long cell', '']])).toBe('A          B\nlong cell\n');
    expect(table(['A'], [['x\u001b]0;title\u0007\nroot  linked']])).toBe('A\nx\\x1b]0;title\\x07 root  linked\n');
  });

  test('ages are told in the largest fitting unit', () => {
    expect([since(0, 5_000), since(0, 600_000), since(0, 7_200_000), since(0, 864_000_000)]).toEqual([
      '5 s',
      '10 min',
      '2 h',
      '10 d',
    ]);
  });
});

describe('exit status', () => {
  const ended = (outcome: string) =>
    viewOf(
      created,
      { event: 'ended', instance: redis, outcome, fault: null },
      { event: 'finished', outcome: 'ok', fault: null },
    );

  test.each([
    ['ok', 0, 0],
    ['changed', 0, 2],
    ['failed', 4, 4],
    ['unreachable', 8, 8],
  ])('%s gives %d, and %d with --detailed-exitcode', (outcome, simple, detailed) => {
    expect(exitCodeOf(ended(outcome), false)).toBe(simple);
    expect(exitCodeOf(ended(outcome), true)).toBe(detailed);
  });

  test('a run that still goes on when its reader leaves gives 130', () => {
    expect(exitCodeOf(viewOf(created), false)).toBe(130);
  });

  test('a plan that would change something gives 2 only when asked', () => {
    const view = viewOf(created, planned, { event: 'finished', outcome: 'changed', fault: null });
    expect([exitCodeOfPlan(view, false), exitCodeOfPlan(view, true)]).toEqual([0, 2]);
  });
});

test('a host whose certificate was not renewed in time shows that, beside how it stands', () => {
  const after = (days: number) => ({ revoked: false, linked: true, certificateEnd: Date.now() + days * 86_400_000 });
  expect(hostState(after(30))).toBe('linked');
  expect(hostState(after(3.5))).toBe('linked, its certificate ends in 3 days');
  expect(hostState({ ...after(-1), linked: false })).toBe('away, its certificate has expired: enrol it again');
  expect(hostState({ ...after(-1), revoked: true })).toBe('revoked');
});
