import type { Json } from '@rolecall/protocol';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { json, yaml } from './tree-format.ts';

const word = fc.constantFrom('a', 'b', 'port', 'x.y', 'yes', '1', 'a/b', '~', 'ü', 'a b', '__proto__', 'on');
const scalar = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    'yes',
    '',
    '8080',
    'a: b',
    '# x',
    "it's",
    'two\nlines',
    '- x',
    '*a',
    '&b',
  ),
  fc.string({ maxLength: 8 }),
);
const value: fc.Arbitrary<Json> = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    scalar,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(word, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any;
const root = fc.dictionary(word, value, { maxKeys: 5, noNullPrototype: true });
const escape_ = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
const path = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((steps) => steps.map((step) => `/${escape_(step)}`).join(''));

const yamlText = fc
  .tuple(root, fc.constantFrom(2, 4), fc.constantFrom('any', 'block', 'flow'), fc.boolean())
  .map(([data, indent, collectionStyle, comments]) => {
    const text = stringify(data, { indent, collectionStyle: collectionStyle as 'any', lineWidth: 0 });
    // A comment behind a line of words is one, whatever the line.
    return comments ? `# top\n${text.replaceAll(/^( *[a-z]+: \d+)$/gm, '$1 # note')}# end\n` : text;
  });
const jsonText = fc
  .tuple(root, fc.constantFrom(undefined, 2, '\t', 4), fc.boolean())
  .map(([data, indent, closed]) => JSON.stringify(data, null, indent) + (closed ? '\n' : ''));

describe.each([
  ['yaml', yaml, yamlText],
  ['json', json, jsonText],
] as const)('%s', (_, format, texts) => {
  test('a key that is set is there, setting it again changes nothing, and every other line stays', () => {
    let done = 0;
    fc.assert(
      fc.property(texts, path, value, (text, key, wanted) => {
        let made: string;
        try {
          made = format.set(text, { [key]: wanted });
        } catch (error) {
          expect(error).toMatchObject({ code: 'no_place' });
          return;
        }
        done += 1;
        expect(format.find(made, key)).toEqual(wanted);
        expect(format.set(made, { [key]: wanted })).toBe(made);
        const comments = (of: string) => of.match(/# (top|note|end)$/gm) ?? [];
        expect(comments(made).length).toBeLessThanOrEqual(comments(text).length);
        expect(comments(made).filter((each) => each !== '# note')).toEqual(
          comments(text).filter((each) => each !== '# note'),
        );
      }),
      { numRuns: 150 },
    );
    expect(done).toBeGreaterThan(50);
  });

  test('a new key at the top is taken away again without a trace', () => {
    fc.assert(
      fc.property(texts, value, (text, wanted) => {
        fc.pre(/[a-z]/.test(text) && Object.keys(format.read(text, { a: 1, b: 1, port: 1 })).length > 0);
        const made = format.set(text, { fresh: wanted });
        expect(format.remove(made, ['fresh'], true)).toBe(text);
      }),
    );
  });
});

const compose = `# who we are
version: "3" # keep

services:
  web: # the front
    image: nginx:1
    ports:
      - "80:80"
      - 443:443
    env: {A: 1, B: 2}
  # no more services

# last
volumes:
`;

test.each<[string, Json, string, string]>([
  ['services.web.image', 'nginx:2', 'image: nginx:1', 'image: nginx:2'],
  ['version', '4', 'version: "3" # keep', 'version: "4" # keep'],
  ['services.web.ports.1', '8443:443', '- 443:443', '- 8443:443'],
  ['services.web.ports.2', '9:9', '- 443:443\n', '- 443:443\n      - "9:9"\n'],
  ['services.web.env.B', 3, 'B: 2}', 'B: 3}'],
  ['services.web.env.C', 'x', 'B: 2}', 'B: 2, C: x}'],
  ['services.web.user', 'root', 'env: {A: 1, B: 2}\n', 'env: {A: 1, B: 2}\n    user: root\n'],
  ['services.db.image', 'pg', 'B: 2}\n', 'B: 2}\n  db:\n    image: pg\n'],
  ['volumes.data', {}, 'volumes:\n', 'volumes:\n  data: {}\n'],
  ['volumes', 'none', 'volumes:\n', 'volumes: none\n'],
  ['services.web.ports', ['1:1'], '\n      - "80:80"\n      - 443:443\n', '\n      - "1:1"\n'],
  ['services.web.ports', 'none', '\n      - "80:80"\n      - 443:443\n', ' none\n'],
  ['new', { a: [1, { b: 2 }] }, 'volumes:\n', 'volumes:\nnew:\n  a:\n    - 1\n    - b: 2\n'],
])('setting %s changes its own lines and no others', (key, wanted, before, after) => {
  expect(yaml.set(compose, { [key]: wanted })).toBe(compose.replace(before, after));
});

test.each([
  ['services.web.env', '    env: {A: 1, B: 2}\n', ''],
  ['services.web.env.A', '{A: 1, B: 2}', '{B: 2}'],
  ['services.web.env.B', '{A: 1, B: 2}', '{A: 1}'],
  ['services.web.ports.1', '      - 443:443\n', ''],
  ['volumes', 'volumes:\n', ''],
  ['services.web.nothing', '', ''],
])('removing %s takes its own lines and no others', (key, before, after) => {
  expect(yaml.remove(compose, [key], false)).toBe(compose.replace(before, after));
});

test('what a removal empties goes too where it is asked for', () => {
  expect(yaml.remove('a:\n  b:\n    c: 1\nd: 1\n', ['a.b.c'], true)).toBe('d: 1\n');
  expect(yaml.remove('a:\n  b:\n    c: 1\nd: 1\n', ['a.b.c'], false)).toBe('a:\n  b:\n    {}\nd: 1\n');
});

test('a file without content begins with the first key', () => {
  expect(yaml.set('', { 'a.b': 1 })).toBe('a:\n  b: 1\n');
  expect(yaml.set('# mine\n', { 'a.b': 1 })).toBe('# mine\na:\n  b: 1\n');
  expect(json.set('', { 'a.b': 1 })).toBe('{\n  "a": {\n    "b": 1\n  }\n}\n');
  expect(json.set('{}\n', { a: 1 })).toBe('{\n  "a": 1\n}\n');
});

test('JSON keeps its manner', () => {
  expect(json.set('{\n\t"a": 1\n}\n', { b: { c: 2 } })).toBe('{\n\t"a": 1,\n\t"b": {\n\t\t"c": 2\n\t}\n}\n');
  expect(json.set('{"a":1}', { b: [1] })).toBe('{"a":1,"b":[1]}');
  expect(json.set('{"a": {"b": "x"}}', { 'a.b': 'y', 'a.c': null })).toBe('{"a": {"b": "y", "c": null}}');
});

test('line ends of Windows stay', () => {
  expect(yaml.set('a: 1\r\nb:\r\n  c: 2\r\n', { 'b.d': { e: 1 } })).toBe(
    'a: 1\r\nb:\r\n  c: 2\r\n  d:\r\n    e: 1\r\n',
  );
});

test.each([
  [yaml, 'a: 1\nb: [1\n', 'line 3: flow sequence'],
  [yaml, 'a: 1\na: 2\n', 'line 2: map keys must be unique'],
  [yaml, 'a: 1\n---\nb: 1\n', 'line 2: a second document begins here'],
  [json, '{\n  "a": 1,\n  b: 2\n}\n', 'line 3: this is not JSON'],
  [json, '{\n  "a": [1,\n  ]\n}\n', 'line 3: this is not JSON'],
  [json, '{\n  "a": 1\n', 'this is not JSON'],
  [json, '{"a": 1} // no\n', 'line 1: this is not JSON'],
])('what cannot be read is refused with its line', (format, text, why) => {
  expect(() => format.set(text, { z: 1 })).toThrow(why);
});

test.each([
  ['a: &x {b: 1}\nc: *x\n', 'a.b', 2],
  ['a: text\n', 'a.b', 2],
  ['a: &x {b: 1}\nc: *x\n', 'c.b', 2],
  ['a: [1]\n', 'a.5', 2],
])('where %j would change for others, it is refused', (text, key, wanted) => {
  expect(() => yaml.set(text, { [key]: wanted })).toThrow(`The key ${key} cannot be changed`);
});
