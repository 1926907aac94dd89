import fc from 'fast-check';
import { byLine } from './by-line.ts';
import type { Keys } from './keyed-format.ts';
import { lineFormats } from './names.ts';

type Name = keyof typeof lineFormats;
const names = Object.keys(lineFormats) as Name[];
const keyNames = fc.constantFrom('port', 'maxmemory', 'requirepass', 'dir', 'save', 'bind', 'loglevel');
const values = fc.oneof(
  fc.stringMatching(/^[ -~]{0,20}$/),
  fc.constantFrom(
    '256mb',
    '268435456',
    'yes',
    'No',
    '"quoted"',
    "'single'",
    'a  b',
    '',
    '# no',
    '$HOME',
    '\\',
    'ü"é',
    '1kb',
  ),
);
const keys: fc.Arbitrary<Keys> = fc.dictionary(keyNames, fc.oneof(values, fc.array(values, { maxLength: 3 })), {
  noNullPrototype: true,
});
const ends = fc.constantFrom('\n', '\r\n');
const line = fc.oneof(
  fc.stringMatching(/^[ -~]{0,30}$/),
  fc.constantFrom(
    '# comment',
    '',
    '   ',
    'user default on #18c0 ~* &* +@all',
    'unbalanced "',
    'replicaof 10.0.0.1 6379',
    'DIR=/x # note',
  ),
  fc.tuple(keyNames, values).map(([key, value]) => `${key} ${value}`),
  fc.tuple(keyNames, values).map(([key, value]) => `${key}=${value}`),
);
const file = fc
  .tuple(fc.array(line, { maxLength: 12 }), ends, fc.boolean())
  .map(([lines, end, closed]) => lines.join(end) + (closed && lines.length > 0 ? end : ''));

/** Lines without what ends them. */
const linesOf = (text: string): readonly string[] =>
  (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((each) => each.replace(/\r?\n$/, ''));

const unowned = (text: string, owned: Keys, name: Name): readonly string[] =>
  linesOf(text).filter((each) => Object.keys(owned).every((key) => lineFormats[name].valueIn(each, key) === undefined));

describe.each(names)('%s', (name) => {
  const format = byLine(lineFormats[name]);

  test('merging twice is merging once', () => {
    fc.assert(
      fc.property(file, keys, (text, owned) => {
        const once = format.set(text, owned);
        expect(format.set(once, owned)).toBe(once);
      }),
    );
  });

  test('after merging the file says what is wanted', () => {
    fc.assert(
      fc.property(file, keys, (text, owned) => expect(format.read(format.set(text, owned), owned)).toEqual(owned)),
    );
  });

  test('lines that are not owned stay as they are, in their order', () => {
    fc.assert(
      fc.property(file, keys, (text, owned) =>
        expect(unowned(format.set(text, owned), owned, name)).toEqual(unowned(text, owned, name)),
      ),
    );
  });

  test('a file that says what is wanted is not changed by a byte', () => {
    fc.assert(
      fc.property(file, keys, (text, owned) => {
        const isAsWanted = JSON.stringify(format.read(text, owned)) === JSON.stringify(owned);
        if (isAsWanted) expect(format.set(text, owned)).toBe(text);
      }),
    );
  });
});

test('a value without lines in the file shows as it stands there', () => {
  const text = 'maxmemory 1gb\nsave 900 1\nsave 300 10\nbind "127.0.0.1"\n';
  const wanted = { maxmemory: '512mb', save: '60 1', bind: '127.0.0.1', port: '6379' };
  expect(byLine(lineFormats.redis).read(text, wanted)).toEqual({
    maxmemory: '1gb',
    save: ['900 1', '300 10'],
    bind: '127.0.0.1',
  });
});
