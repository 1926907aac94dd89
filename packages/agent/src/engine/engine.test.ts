import type { CatalogResource, Change } from '@rolecall/protocol';
import fc from 'fast-check';
import { bindTo, MemoryHost, resource } from '../testing/memory.ts';
import { planned } from '../testing/planned.ts';
import type { Phase } from './advance.ts';
import { type Applied, applyCatalog } from './apply.ts';

const setting = (name: string, value = 'on') => resource('setting', name, { value });
const service = (name: string, ...restartOn: string[]) => resource('service', name, { restartOn });

interface Run extends Applied {
  readonly reported: readonly string[];
  readonly begun: readonly Change[];
}

async function apply(
  memory: MemoryHost,
  resources: readonly CatalogResource[],
  from: { next?: number; changed?: number; first?: Phase; cancelAfter?: number; hide?: string[] } = {},
): Promise<Run> {
  const reported: string[] = [];
  const begun: Change[] = [];
  const { next = 0, changed = 0 } = from;
  const standing = new Map(from.first === undefined ? [] : [[next, from.first] as const]);
  const applied = await applyCatalog(
    {
      resources: bindTo(memory, resources, from.hide),
      host: memory.host,
      owed: memory,
      next,
      changed,
      begun: standing,
    },
    {
      beforeWrite: async (intended) => {
        for (const { change } of intended) {
          memory.log.push(`journal ${change.key}`);
          begun.push(change);
        }
        return undefined;
      },
      settled: (change, outcome, _, fault) =>
        void reported.push(`${outcome} ${change.key} ${fault?.code ?? ''}`.trim()),
      isCancelled: () => reported.length >= (from.cancelAfter ?? Number.POSITIVE_INFINITY),
    },
  );
  return { ...applied, reported, begun };
}

const plan = (memory: MemoryHost, resources: readonly CatalogResource[]) =>
  planned(bindTo(memory, resources), memory.host);

test('what differs is written, what does not is only counted', async () => {
  const memory = new MemoryHost();
  memory.settings.set('a', 'on');
  const { outcome, counts, reported } = await apply(memory, [setting('a'), setting('b')]);
  expect({ outcome, counts }).toEqual({
    outcome: 'changed',
    counts: { ok: 1, changed: 1, removed: 0, failed: 0, skipped: 0 },
  });
  expect(reported).toEqual(['changed b']);
  expect(memory.log).toEqual(['journal b', 'set b']);
});

test('a plan tells what resources warn of, though nothing differs', async () => {
  const memory = new MemoryHost();
  memory.settings.set('a', 'on');
  const bounds = bindTo(memory, [setting('a'), setting('b')]).map((bound) => ({
    ...bound,
    provider: {
      ...bound.provider,
      warnings: (_: unknown, state: object | undefined) => [`it is ${state === undefined ? 'not there' : 'there'}`],
    },
  }));
  const { warnings, changes } = await planned(bounds, memory.host);
  expect(changes.map(({ key }) => key)).toEqual(['b']);
  expect(warnings).toEqual([
    { kind: 'setting', key: 'a', sentence: 'it is there' },
    { kind: 'setting', key: 'b', sentence: 'it is not there' },
  ]);
  const removed = bounds.map((bound) => ({ ...bound, instead: { do: 'remove' } as const }));
  expect((await planned(removed, memory.host)).warnings).toEqual([]);
});

test('a second apply reads once, writes nothing and journals nothing', async () => {
  const memory = new MemoryHost();
  const resources = [...Array.from({ length: 200 }, (_, i) => setting(`s${i}`)), service('db', 'setting:s3')];
  await apply(memory, resources);
  memory.log.length = 0;
  memory.reads = 0;
  const { outcome, begun } = await apply(memory, resources);
  expect([outcome, begun, memory.log, memory.reads]).toEqual(['ok', [], [], 1]);
});

test('a plan shows what an apply then does, restarts included, and touches nothing', async () => {
  const names = fc.constantFrom('a', 'b', 'c', 'd');
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(names, fc.constantFrom('on', 'off')),
      fc.subarray(['a', 'b', 'c', 'd']),
      async (has, heard) => {
        const memory = new MemoryHost();
        for (const [name, value] of Object.entries(has)) memory.settings.set(name, value);
        const resources = [
          setting('a'),
          setting('b'),
          service('x', ...heard.map((n) => `setting:${n}`)),
          setting('c'),
          setting('d'),
        ];
        const planned = await plan(memory, resources);
        expect(memory.log).toEqual([]);
        const { begun } = await apply(memory, resources);
        expect(begun).toEqual(planned.changes);
      },
    ),
  );
});

test('what is owed to a service is on disk before the write and confirmed after it', async () => {
  const memory = new MemoryHost();
  await apply(memory, [setting('conf'), service('db', 'setting:conf')]);
  expect(memory.log).toEqual([
    'expect db setting:conf',
    'journal conf',
    'set conf',
    'confirm db setting:conf',
    'journal db',
    'restart db',
  ]);
});

test('a failure after the write keeps the restart owed; the next apply does it', async () => {
  const memory = new MemoryHost();
  memory.failing.set('conf', 'after');
  const resources = [setting('conf'), service('db', 'setting:conf')];
  const { outcome, counts } = await apply(memory, resources);
  expect([outcome, counts.skipped]).toEqual(['failed', 1]);
  memory.failing.clear();
  expect((await apply(memory, resources)).reported).toEqual(['changed db']);
  expect((await apply(memory, resources)).outcome).toBe('ok');
});

test('a failure before the write owes nothing', async () => {
  const memory = new MemoryHost();
  memory.failing.set('conf', 'before');
  await apply(memory, [setting('conf'), service('db', 'setting:conf')]);
  expect(await memory.host.owed('db')).toEqual([]);
});

test('a write that did not take fails with both values', async () => {
  const memory = new MemoryHost();
  memory.failing.set('a', 'ignored');
  memory.settings.set('a', 'off');
  const { outcome, fault } = await apply(memory, [setting('a')]);
  expect(outcome).toBe('failed');
  expect(fault).toMatchObject({
    code: 'not_as_wanted',
    message: expect.stringContaining('value is "off", wanted "on"'),
  });
});

test('the first failure ends the instance and the rest is skipped', async () => {
  const memory = new MemoryHost();
  memory.failing.set('b', 'before');
  const { counts, reported } = await apply(memory, [setting('a'), setting('b'), setting('c'), setting('d')]);
  expect(counts).toEqual({ ok: 0, changed: 1, removed: 0, failed: 1, skipped: 2 });
  expect(reported).toEqual(['changed a', 'failed b command_failed']);
  expect(memory.settings.has('c')).toBe(false);
});

test('what nobody can tell stops, and says why', async () => {
  const memory = new MemoryHost();
  memory.settings.set('a', '?');
  const { fault } = await apply(memory, [setting('a')]);
  expect(fault).toMatchObject({ code: 'unknown_state', message: expect.stringContaining('on fire') });
  expect((await plan(memory, [setting('a'), setting('b')])).fault?.code).toBe('unknown_state');
});

test('cancelled between two resources, the rest is skipped', async () => {
  const { outcome, counts } = await apply(new MemoryHost(), [setting('a'), setting('b'), setting('c')], {
    cancelAfter: 1,
  });
  expect([outcome, counts]).toEqual(['cancelled', { ok: 0, changed: 1, removed: 0, failed: 0, skipped: 2 }]);
});

test('a command without a guard is run and not read again; with one it must hold afterwards', async () => {
  const memory = new MemoryHost();
  expect((await apply(memory, [resource('command', 'reindex')])).outcome).toBe('changed');
  const guarded = resource('command', 'make', { creates: 'made' });
  expect((await apply(memory, [guarded])).outcome).toBe('changed');
  expect((await apply(memory, [guarded])).outcome).toBe('ok');
});

test('what a former agent had begun and finished counts as changed', async () => {
  const memory = new MemoryHost();
  memory.settings.set('a', 'on');
  const [interrupted] = (await plan(new MemoryHost(), [setting('a')])).changes;
  const { counts, reported } = await apply(memory, [setting('a'), setting('b')], {
    first: { at: 'accepted', interrupted },
  });
  expect(reported).toEqual(['changed a', 'changed b']);
  expect(counts.changed).toBe(2);
});

test('the value of a secret shows in no change and no fault', async () => {
  const memory = new MemoryHost();
  const secret = 'canary-7f3a';
  memory.failing.set('a', 'before');
  const run = await apply(memory, [setting('a', secret)], { hide: [secret] });
  expect(JSON.stringify(run)).not.toContain(secret);
  memory.failing.set('a', 'ignored');
  expect(JSON.stringify(await apply(memory, [setting('a', secret)], { hide: [secret] }))).not.toContain(secret);
});

test('a run of writes costs about one read each', async () => {
  const memory = new MemoryHost();
  await apply(
    memory,
    Array.from({ length: 100 }, (_, i) => setting(`s${i}`)),
  );
  expect(memory.reads).toBeLessThanOrEqual(201);
});
