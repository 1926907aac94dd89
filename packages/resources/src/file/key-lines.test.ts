import fc from 'fast-check';
import { type FormatName, formats } from './formats/formats.ts';
import { type Keys, mergeKeys, readKeys } from './key-lines.ts';

const names = Object.keys(formats) as FormatName[];
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

const unowned = (text: string, owned: Keys, name: FormatName): readonly string[] =>
  linesOf(text).filter((each) => Object.keys(owned).every((key) => formats[name].valueIn(each, key) === undefined));

describe.each(names)('%s', (name) => {
  const format = formats[name];

  test('merging twice is merging once', () => {
    fc.assert(
      fc.property(file, keys, (text, owned) => {
        const once = mergeKeys(text, owned, format);
        expect(mergeKeys(once, owned, format)).toBe(once);
      }),
    );
  });

  test('after merging the file says what is wanted', () => {
    fc.assert(
      fc.property(file, keys, (text, owned) =>
        expect(readKeys(mergeKeys(text, owned, format), owned, format)).toEqual(owned),
      ),
    );
  });

  test('lines that are not owned stay as they are, in their order', () => {
    fc.assert(
      fc.property(file, keys, (text, owned) =>
        expect(unowned(mergeKeys(text, owned, format), owned, name)).toEqual(unowned(text, owned, name)),
      ),
    );
  });

  test('a file that says what is wanted is not changed by a byte', () => {
    fc.assert(
      fc.property(file, keys, (text, owned) => {
        const isAsWanted = JSON.stringify(readKeys(text, owned, format)) === JSON.stringify(owned);
        if (isAsWanted) expect(mergeKeys(text, owned, format)).toBe(text);
      }),
    );
  });
});

test('a value without lines in the file shows as it stands there', () => {
  const text = 'maxmemory 1gb\nsave 900 1\nsave 300 10\nbind "127.0.0.1"\n';
  const wanted = { maxmemory: '512mb', save: '60 1', bind: '127.0.0.1', port: '6379' };
  expect(readKeys(text, wanted, formats.redis)).toEqual({
    maxmemory: '1gb',
    save: ['900 1', '300 10'],
    bind: '127.0.0.1',
  });
});
