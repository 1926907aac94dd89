import fc from 'fast-check';
import { Life } from '../testing/life.ts';
import { bindTo, resource } from '../testing/memory.ts';
import { planned } from '../testing/planned.ts';

const pack = (name: string) => resource('pack', name, { value: 'on' });
const setting = (name: string) => resource('setting', name, { value: 'on' });
const service = (name: string, ...restartOn: string[]) => resource('service', name, { restartOn });

test('neighbours are journaled one by one, and written with one call', async () => {
  const life = new Life();
  life.memory.settings.set('b', 'on');
  const applied = await life.apply([pack('a'), pack('b'), pack('c'), setting('s'), pack('d'), pack('e')]);
  expect(life.memory.log).toEqual([
    ...['journal a', 'journal c', 'pack a c'],
    ...['journal s', 'set s'],
    ...['journal d', 'journal e', 'pack d e'],
  ]);
  expect(applied?.counts).toMatchObject({ ok: 1, changed: 5, failed: 0, skipped: 0 });
  expect(life.reported).toEqual(['a', 'c', 's', 'd', 'e'].map((name) => `changed ${name}`));
});

test('a hundred neighbours cost a look and a call for each sixty-four, and a look more to prove them', async () => {
  const life = new Life();
  await life.apply(Array.from({ length: 100 }, (_, i) => pack(`p${i}`)));
  expect(life.memory.log.filter((line) => line.startsWith('pack '))).toHaveLength(2);
  expect(life.memory.reads).toBeLessThanOrEqual(4);
});

test('the one that an error names fails; those that are right in spite of it count as changed', async () => {
  const life = new Life();
  life.memory.failing.set('b', 'after').set('c', 'ignored');
  const applied = await life.apply([pack('a'), pack('b'), pack('c'), pack('d'), setting('s')]);
  expect(applied).toMatchObject({ outcome: 'failed', counts: { ok: 0, changed: 2, failed: 1, skipped: 2 } });
  expect(applied?.fault?.message).toBe('b is broken');
  expect(life.reported).toEqual(['changed a', 'failed b', 'changed d']);
});

test('where an error names none, each is tried by itself until one fails', async () => {
  const life = new Life();
  life.memory.named = false;
  life.memory.failing.set('b', 'before');
  const applied = await life.apply([pack('a'), pack('b'), pack('c')]);
  expect(applied).toMatchObject({ outcome: 'failed', counts: { changed: 1, failed: 1, skipped: 1 } });
  expect(life.memory.log.filter((line) => line.startsWith('pack'))).toEqual(['pack a b c', 'pack a', 'pack b']);
  expect(life.memory.settings.has('c')).toBe(false);
});

test('an error that leaves all of them right is not passed over', async () => {
  const life = new Life();
  life.memory.named = false;
  life.memory.failing.set('b', 'after');
  const applied = await life.apply([pack('a'), pack('b')]);
  expect(applied?.fault?.message).toBe('something is broken');
});

test('one that is not as wanted after the call fails, whichever it is', async () => {
  const life = new Life();
  life.memory.failing.set('b', 'ignored');
  const applied = await life.apply([pack('a'), pack('b'), pack('c')]);
  expect(applied).toMatchObject({ fault: { code: 'not_as_wanted' }, counts: { changed: 2, failed: 1, skipped: 0 } });
});

test('what nobody can tell ends the run of neighbours, and fails when those before it are settled', async () => {
  const life = new Life();
  life.memory.settings.set('c', '?');
  const applied = await life.apply([pack('a'), pack('b'), pack('c'), pack('d')]);
  expect(applied).toMatchObject({ fault: { code: 'unknown_state' }, counts: { changed: 2, failed: 1, skipped: 1 } });
  expect(life.memory.settings.has('d')).toBe(false);
});

test('a restart is owed for what was written and for nothing else', async () => {
  const life = new Life();
  life.memory.failing.set('b', 'after').set('c', 'ignored');
  await life.apply([pack('a'), pack('b'), pack('c'), service('db', 'pack:a', 'pack:b', 'pack:c')]);
  expect(life.memory.owedTo.get('db')?.map(({ because }) => because)).toEqual(['pack:a', 'pack:b']);
});

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const resourcesOf = (kinds: readonly ('pack' | 'setting')[]) => [
  ...names.map((name, i) => resource(kinds[i] ?? 'pack', name, { value: 'on' })),
  service('db', ...names.map((name, i) => `${kinds[i]}:${name}`)),
];
const someKinds = fc.array(fc.constantFrom('pack' as const, 'pack' as const, 'setting' as const), {
  minLength: names.length,
  maxLength: names.length,
});

test('killed anywhere and begun again, each is reported once, all are as wanted, and no restart is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      someKinds,
      fc.subarray(names),
      fc.array(fc.nat(12), { maxLength: 4 }),
      async (kinds, right, kills) => {
        const life = new Life();
        for (const name of right) life.memory.settings.set(name, 'on');
        const resources = resourcesOf(kinds);
        for (const steps of kills) if ((await life.apply(resources, steps)) !== undefined) break;
        const applied = life.state.active[0]?.next === resources.length ? undefined : await life.apply(resources);
        expect(names.map((name) => life.memory.settings.get(name))).toEqual(names.map(() => 'on'));
        const wrong = names.filter((name) => !right.includes(name));
        const expected = [...wrong, ...(wrong.length > 0 ? ['db'] : [])].map((name) => `changed ${name}`);
        expect(life.reported).toEqual(expected);
        expect(life.memory.owedTo.get('db') ?? []).toEqual([]);
        if (applied !== undefined) {
          const { ok, changed } = applied.counts;
          expect([ok, changed]).toEqual([resources.length - expected.length, expected.length]);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('whatever fails, every report is true, and what was touched is owed', async () => {
  await fc.assert(
    fc.asyncProperty(
      someKinds,
      fc.dictionary(fc.constantFrom(...names), fc.constantFrom('before', 'after', 'ignored'), {
        noNullPrototype: true,
      }),
      fc.boolean(),
      async (kinds, failing, named) => {
        const life = new Life();
        life.memory.named = named;
        for (const [name, how] of Object.entries(failing)) life.memory.failing.set(name, how);
        const resources = resourcesOf(kinds);
        const { changes } = await planned(bindTo(life.memory, resources), life.memory.host);
        const applied = await life.apply(resources);
        const changed = life.reported.flatMap((line) => (line.startsWith('changed ') ? [line.slice(8)] : []));
        const { counts } = applied ?? {};
        expect((counts?.ok ?? 0) + (counts?.changed ?? 0) + (counts?.failed ?? 0) + (counts?.skipped ?? 0)).toBe(7);
        expect(counts?.changed).toBe(changed.length);
        expect(changes.map(({ key }) => key)).toEqual([...names, 'db']);
        for (const name of changed) if (name !== 'db') expect(life.memory.settings.get(name)).toBe('on');
        if (applied?.outcome !== 'failed') return;
        const owed = life.memory.owedTo.get('db')?.map(({ because }) => because.split(':')[1]) ?? [];
        for (const name of life.memory.settings.keys()) expect(owed).toContain(name);
      },
    ),
    { numRuns: 300 },
  );
});
