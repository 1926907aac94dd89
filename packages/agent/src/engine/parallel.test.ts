import type { CatalogResource } from '@rolecall/protocol';
import fc from 'fast-check';
import { Life } from '../testing/life.ts';
import { bindTo, MemoryHost, resource } from '../testing/memory.ts';
import { applyCatalog } from './apply.ts';

const pack = (name: string): CatalogResource => resource('pack', name, { value: 'on' });
const setting = (name: string): CatalogResource => resource('setting', name, { value: 'on' });
const service = (name: string, ...restartOn: string[]) => resource('service', name, { restartOn });
const group = (...members: readonly CatalogResource[]): CatalogResource[] =>
  members.map((member, i) => ({ ...member, parallel: i === 0 ? 'first' : 'next' }));

const isJournal = (line: string): boolean => line.startsWith('journal ');

test('all that differ are journaled before any is touched, and what comes behind begins when all have ended', async () => {
  const life = new Life();
  life.memory.settings.set('b', 'on');
  const applied = await life.apply([...group(pack('a'), pack('b'), pack('c'), setting('d')), setting('e')]);
  const { log } = life.memory;
  expect(log.slice(0, 3)).toEqual(['journal a', 'journal c', 'journal d']);
  expect(log.slice(3, 6).toSorted()).toEqual(['pack a', 'pack c', 'set d']);
  expect(log.slice(6)).toEqual(['journal e', 'set e']);
  expect(applied?.counts).toEqual({ ok: 1, changed: 4, removed: 0, failed: 0, skipped: 0 });
  expect(life.reported).toEqual(['changed a', 'changed c', 'changed d', 'changed e']);
});

test('two groups go one after the other, and who stands before a group is not written together with it', async () => {
  const life = new Life();
  await life.apply([pack('x'), ...group(pack('a'), pack('b')), ...group(pack('c'), pack('d'))]);
  const journaled = life.memory.log.map((line) => (isJournal(line) ? line : 'write'));
  expect(journaled).toEqual([
    ...['journal x', 'write'],
    ...['journal a', 'journal b', 'write', 'write'],
    ...['journal c', 'journal d', 'write', 'write'],
  ]);
});

test('four are written at the same time and no more, and each is told in its turn whoever ends first', async () => {
  const memory = new MemoryHost();
  let [now, most] = [0, 0];
  const told: string[] = [];
  const resources = group(...Array.from({ length: 12 }, (_, i) => setting(`s${i}`)));
  const bounds = bindTo(memory, resources).map((bound, i) => ({
    ...bound,
    provider: {
      ...bound.provider,
      write: async (...words: Parameters<typeof bound.provider.write>) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, (12 - i) * 3));
        await bound.provider.write(...words);
        now--;
      },
    },
  }));
  await applyCatalog(
    { resources: bounds, host: memory.host, owed: memory, next: 0, changed: 0, begun: new Map() },
    { beforeWrite: async () => undefined, settled: ({ key }) => void told.push(key), isCancelled: () => false },
  );
  expect(most).toBe(4);
  expect(told).toEqual(resources.map(({ key }) => key));
});

test('one that fails stops no other of its group, only what comes behind it; each has its word', async () => {
  const life = new Life();
  life.memory.failing.set('a', 'before').set('c', 'ignored');
  const applied = await life.apply([
    ...group(pack('a'), pack('b'), pack('c'), pack('d')),
    setting('e'),
    service('db', 'pack:a', 'pack:b'),
  ]);
  expect(life.reported).toEqual(['failed a', 'changed b', 'failed c', 'changed d']);
  expect(applied).toMatchObject({ outcome: 'failed', counts: { ok: 0, changed: 2, failed: 2, skipped: 2 } });
  expect(applied?.fault?.message).toBe('a is broken');
  // Nothing was written of the first: only the second is owed.
  expect(life.memory.owedTo.get('db')?.map(({ because }) => because)).toEqual(['pack:b']);
});

test('what must not be touched fails as a whole', async () => {
  const memory = new MemoryHost();
  const told: string[] = [];
  const fault = { code: 'disk_full', message: 'the disk is full' };
  const applied = await applyCatalog(
    {
      resources: bindTo(memory, group(setting('a'), setting('b'))),
      host: memory.host,
      owed: memory,
      next: 0,
      changed: 0,
      begun: new Map(),
    },
    {
      beforeWrite: async () => fault,
      settled: ({ key }, outcome) => void told.push(`${outcome} ${key}`),
      isCancelled: () => false,
    },
  );
  expect(told).toEqual(['failed a', 'failed b']);
  expect(applied).toMatchObject({ outcome: 'failed', fault });
  expect(memory.settings.size).toBe(0);
});

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

test('killed anywhere and begun again, each member has one word, and it is true', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(names),
      fc.subarray(names, { maxLength: 2 }),
      fc.array(fc.nat(16), { maxLength: 4 }),
      async (right, failing, kills) => {
        const life = new Life();
        for (const name of right) life.memory.settings.set(name, 'on');
        const broken = failing.filter((name) => !right.includes(name));
        for (const name of broken) life.memory.failing.set(name, 'ignored');
        const resources = [...group(...names.map(pack)), setting('behind')];
        let applied: Awaited<ReturnType<Life['apply']>>;
        for (const steps of kills) {
          applied = await life.apply(resources, steps);
          if (applied !== undefined) break;
        }
        applied ??= await life.apply(resources);
        const words = names.flatMap((name) => {
          if (right.includes(name)) return [];
          return broken.includes(name) ? [`failed ${name}`] : [`changed ${name}`];
        });
        expect(life.reported).toEqual(broken.length > 0 ? words : [...words, 'changed behind']);
        expect(life.memory.settings.has('behind')).toBe(broken.length === 0);
        const changed = life.reported.filter((word) => word.startsWith('changed')).length;
        const failed = broken.length;
        const skipped = failed > 0 ? 1 : 0;
        const counts = { ok: resources.length - changed - failed - skipped, changed, failed, skipped };
        expect(applied?.counts).toEqual({ ...counts, removed: 0 });
      },
    ),
    { numRuns: 500 },
  );
});
