import { Difference } from '@rolecall/protocol';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { type KnownKind, kinds } from '../kinds.ts';
import { providers } from '../providers.ts';
import { compare } from './compare.ts';

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 4 }));
const name = fc.stringMatching(/^[a-z]{1,8}$/).filter((word) => !Object.hasOwn(Object.prototype, word));
const state = fc.dictionary(
  name,
  fc.oneof(scalar, fc.dictionary(fc.stringMatching(/^[a-z]{1,4}( [a-z]{1,4})?$/), scalar)),
  {
    noNullPrototype: true,
  },
);
const text = fc
  .array(fc.constantFrom('one', 'two', 'three', '', ' four'), { maxLength: 40 })
  .chain((lines) => fc.constantFrom('', '\n').map((end) => lines.join('\n') + (lines.length > 0 ? end : '')));

test('what is as wanted does not differ', () => {
  fc.assert(
    fc.property(state, (want) => expect(compare(want, { is: 'present', state: structuredClone(want) })).toEqual([])),
  );
});

test('what is there besides does not count', () => {
  fc.assert(
    fc.property(state, state, (want, more) =>
      expect(compare(want, { is: 'present', state: { ...more, ...want } })).toEqual([]),
    ),
  );
});

/** Makes a state what its differences say. */
function applied(found: object, differences: readonly Difference[]): object {
  const result: Record<string, unknown> = structuredClone(found) as Record<string, unknown>;
  for (const difference of differences) {
    if (difference.how !== 'value') throw new Error('only values are looked for here');
    const dot = difference.property.indexOf('.');
    if (dot === -1) {
      result[difference.property] = difference.to;
      continue;
    }
    const [table, key] = [difference.property.slice(0, dot), difference.property.slice(dot + 1)];
    const former = result[table];
    const isTable = typeof former === 'object' && former !== null && !Array.isArray(former);
    result[table] = { ...(isTable ? former : {}), [key]: difference.to };
  }
  return result;
}

test('once its differences are made up for, nothing differs', () => {
  fc.assert(
    fc.property(state, state, (want, found) => {
      const after = applied(found, compare(want, { is: 'present', state: found }));
      expect(compare(want, { is: 'present', state: after })).toEqual([]);
    }),
  );
});

test('a text diff leads from what was found to what is wanted', () => {
  fc.assert(
    fc.property(text, text, (from, to) => {
      const [difference, ...more] = compare(
        { content: to },
        { is: 'present', state: { content: from } },
        { textProperties: ['content'] },
      );
      expect(more).toEqual([]);
      if (difference === undefined) return expect(from).toBe(to);
      expect(difference).toMatchObject({ how: 'text', property: 'content', cut: false });
      return expect(applyPatch(from, difference.how === 'text' ? `--- a\n+++ b\n${difference.diff}\n` : '')).toBe(to);
    }),
  );
});

test('a hidden value is in no difference, wherever it was', () => {
  const secret = 'canary-7f3a';
  const around = fc.tuple(fc.string(), fc.string()).map(([before, after]) => before + secret + after);
  const holding = fc.oneof(
    around,
    around.map((value) => [value]),
    around.map((value) => ({ key: value })),
  );
  fc.assert(
    fc.property(fc.option(holding), fc.option(holding), fc.boolean(), (from, to, isText) => {
      const differences = compare(
        { property: to ?? 'plain' },
        { is: 'present', state: { property: from ?? 'other' } },
        { textProperties: isText ? ['property'] : [], hide: [secret, ''] },
      );
      expect(JSON.stringify(differences)).not.toContain(secret);
    }),
  );
});

test('where the parameters named a secret, no text is shown', () => {
  const found = { is: 'present', state: { content: 'old password', mode: '0644' } } as const;
  const options = { textProperties: ['content'], marked: true };
  expect(compare({ content: 'new password', mode: '0600' }, found, options)).toEqual([
    { how: 'secret', property: 'content' },
    { how: 'value', property: 'mode', from: '0644', to: '0600' },
  ]);
});

test('keys of a file are shown key by key', () => {
  const found = { is: 'present', state: { keys: { a: '1', b: '2', mine: 'x' } } } as const;
  expect(compare({ keys: { a: '1', b: '3', c: ['4'] } }, found)).toEqual([
    { how: 'value', property: 'keys.b', from: '2', to: '3' },
    { how: 'value', property: 'keys.c', from: null, to: ['4'] },
  ]);
});

test('large texts, long values and many properties stay within what a message carries', () => {
  const lines = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}\n`).join('');
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`p${index}`, 'x'.repeat(5000)]));
  const differences = compare(
    { content: lines('new'), ...many },
    { is: 'present', state: { content: lines('old') } },
    { textProperties: ['content'] },
  );
  expect(differences[0]).toMatchObject({ how: 'text', cut: true });
  expect(differences.at(-1)).toEqual({ how: 'value', property: '…', from: null, to: '302 more differ' });
  for (const difference of differences) expect(Difference.safeParse(difference).success).toBe(true);
});

const least: Readonly<Record<KnownKind, object>> = {
  aptRepository: { name: 'x', uris: ['https://a.example/apt'], suites: ['./'], keyFile: '/etc/key.asc' },
  artifact: { path: '/opt/app', version: '1', sha256: 'a'.repeat(64), format: 'tar' },

  alternatives: { name: 'editor', path: '/x' },
  authorizedKey: { user: 'x', key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA' },
  cron: { name: 'x', schedule: '@daily', command: 'true' },
  hostname: { name: 'x' },
  hostsEntry: { name: 'x', address: '10.0.0.1' },
  limits: { domain: '*' },
  locale: { name: 'de_DE.UTF-8' },
  logRotate: { name: 'x', paths: ['/x'] },
  sudoers: { name: 'x', content: '' },
  timezone: { zone: 'UTC' },
  certificate: { path: '/x.crt', keyPath: '/x.key', names: ['a.example'] },
  command: { name: 'x', argv: ['true'] },
  container: { name: 'x', image: `a.example/x@sha256:${'a'.repeat(64)}` },
  directory: { path: '/x' },
  file: { path: '/x', content: '' },
  group: { name: 'x' },
  link: { path: '/x', target: '/y' },
  package: { name: 'curl' },
  service: { name: 'x' },
  sysctl: { name: 'vm.swappiness', value: '1' },
  unit: { name: 'x.service', content: '' },
  assert: { name: 'x', path: '/x', hint: 'y' },
  wait: { name: 'x', path: '/x' },
  firewall: { name: 'host' },
  timer: { name: 'x', argv: ['true'], calendar: 'daily' },
  reboot: { name: 'x' },
  hugepages: { enabled: 'never' },
  kernelModule: { name: 'x' },
  filesystem: { device: '/dev/x', type: 'ext4' },
  mount: { path: '/x', source: '/dev/x', type: 'ext4' },
  swap: { path: '/x' },
  guardedFile: { path: '/x', content: '', apply: ['true'] },
  user: { name: 'x' },
};

test.each(Object.entries(least))('a %s that is absent always differs', (kind, params) => {
  const known = kind as KnownKind;
  const want = providers[known].want(kinds[known].params.parse(params));
  expect(compare(want, { is: 'absent' })).not.toEqual([]);
});

test('what must not be there is no difference where nothing is', () => {
  const want = { absentKeys: { old: null }, keys: { a: '1' } };
  expect(compare(want, { is: 'absent' })).toEqual([{ how: 'value', property: 'keys.a', from: null, to: '1' }]);
});

test('a part that is a text shows its lines', () => {
  const found = { is: 'present', state: { blocks: { hosts: 'one\n' } } } as const;
  expect(compare({ blocks: { hosts: 'two\n' } }, found, { textProperties: ['blocks'] })).toEqual([
    { how: 'text', property: 'blocks.hosts', diff: '@@ -1,1 +1,1 @@\n-one\n+two', cut: false },
  ]);
});
