import { Catalog, decode, MAX_JSON_DEPTH } from '@rolecall/protocol';
import fc from 'fast-check';
import { mangled } from '../testing/mangled.ts';
import { CatalogText, WholeCatalog } from './text.ts';

const source = { file: 'site.ts', line: 1, column: 1 };
const resource = {
  kind: 'file',
  key: '/etc/motd',
  params: { path: '/etc/motd', deep: [{ a: [null, 1.5] }] },
  source,
};
const secrets = [{ name: 'redis/password', version: 1 }];
const catalog = {
  schema: 'rolecall/catalog/1',
  instance: 'redis@db-1',
  formerly: [],
  undo: null,
  resources: [resource],
  secrets,
};
const more = { ...resource, key: 'ö "\\]}', params: { path: '\\"resources":[{', deep: [[{}], '\\'] } };

/** Reads a text that comes in pieces of so many bytes, in one buffer that is used again, as a file's are. */
function read(text: string, pieceBytes = 1_000_000) {
  const bytes = Buffer.from(text);
  const buffer = Buffer.alloc(pieceBytes);
  const whole = new WholeCatalog();
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    whole.push(buffer.subarray(0, bytes.copy(buffer, 0, at, at + pieceBytes)));
  }
  return whole.end();
}

test('a catalog is read as the schema reads it, however its text is cut and spaced', () => {
  const both = { ...catalog, resources: [resource, more, more] };
  const message = Catalog.parse(both);
  for (const space of [0, 3]) {
    for (const piece of [1, 2, 3, 7, 64, 1_000])
      expect(read(JSON.stringify(both, null, space), piece)).toEqual({ ok: true, message });
  }
  expect(read(JSON.stringify({ ...catalog, schema: 'rolecall/catalog/2' })).ok).toBe(false);
  expect(read(JSON.stringify({ ...catalog, extra: 1 })).ok).toBe(false);
});

test('a mangled catalog is read or refused as the schema does, however its text is cut', () => {
  fc.assert(
    fc.property(
      mangled([catalog, { ...catalog, resources: [resource, more] }]),
      fc.integer({ min: 1, max: 300 }),
      (value, piece) => {
        const text = JSON.stringify(value);
        const theirs = decode(Catalog, text);
        expect([text, read(text, piece).ok]).toEqual([text, theirs.ok]);
        if (theirs.ok) expect(read(text, piece)).toEqual(theirs);
      },
    ),
    { numRuns: 1000 },
  );
});

test('what is no JSON is refused as it is elsewhere', () => {
  const text = JSON.stringify({ ...catalog, resources: [resource, more] });
  fc.assert(
    fc.property(
      fc.nat(text.length - 1),
      fc.constantFrom('', ',', '}', ']', '[', '{', '"', '\\', '0', 'x'),
      (at, instead) => {
        const damaged = text.slice(0, at) + instead + text.slice(at + 1);
        expect([damaged, read(damaged, 11).ok]).toEqual([damaged, decode(Catalog, damaged).ok]);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['a list of something else', JSON.stringify({ ...catalog, resources: [0, resource] })],
  ['resources twice', JSON.stringify(catalog).replace('"undo"', `"resources":[${JSON.stringify(resource)}],"undo"`)],
  ['none', JSON.stringify({ ...catalog, resources: undefined })],
  ['too deep a resource', `{"resources":[${'{"a":'.repeat(MAX_JSON_DEPTH)}`],
  ['a resource with a key named __proto__', JSON.stringify(catalog).replace('"deep"', '"__proto__"')],
])('%s is refused', (_, text) => expect(read(text)).toMatchObject({ ok: false, reason: 'malformed' }));

test('resources are given one by one, with their places', () => {
  const given: unknown[] = [];
  const text = new CatalogText((one, index) => given.push([one, index]));
  text.push(Buffer.from(JSON.stringify({ ...catalog, resources: [resource, more] })));
  expect(given).toEqual([
    [resource, 0],
    [more, 1],
  ]);
  expect(text.end()).toEqual({ ok: true, message: { ...catalog, resources: [0, 0] } });
});
