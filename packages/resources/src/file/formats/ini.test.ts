import fc from 'fast-check';
import { ini } from './ini.ts';
import type { Keys } from './keyed-format.ts';

const names = fc.constantFrom('port', 'server.port', 'server.host', 'auth.google.enabled', '[Session] session.path');
const values = fc.oneof(
  fc.stringMatching(/^[!-[\]-~]{0,12}$/),
  fc.constantFrom('a b', '# no comment', 'x ; y', '"q"', 'a=b', 'ü', '[x]', ''),
);
const keys: fc.Arbitrary<Keys> = fc.dictionary(names, fc.oneof(values, fc.array(values, { maxLength: 3 })), {
  noNullPrototype: true,
});
const line = fc.constantFrom(
  '# comment',
  '; other',
  '',
  '[server]',
  '[ auth.google ]',
  '[Session] ; with a note',
  '[other]',
  'port=1',
  'port = 2',
  'host = localhost',
  'enabled=true',
  'session.path = "/x"',
  'skip-networking',
  'mine = 1',
);
const file = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, closed]) => lines.join(end) + (closed && lines.length > 0 ? end : ''));

const sectionless = (text: string): readonly string[] => text.split(/\r?\n/).filter((each) => each.trim() !== '');

test('setting twice is setting once, and then the file says what is wanted', () => {
  fc.assert(
    fc.property(file, keys, (text, owned) => {
      const once = ini.set(text, owned);
      expect(ini.set(once, owned)).toBe(once);
      const said = ini.read(once, owned);
      for (const [key, value] of Object.entries(owned)) expect(said[key]).toEqual(value);
    }),
  );
});

test('lines that are not owned stay as they are, in their order', () => {
  fc.assert(
    fc.property(file, (text) => {
      const made = ini.set(text, { new: 'u', 'fresh.new': 'w' });
      const added = new Set(['new', '[fresh]']);
      const others = sectionless(made).filter((each) => !added.has(each.split('=')[0]?.trim() ?? ''));
      expect(others).toEqual(sectionless(text));
    }),
  );
});

test('removing what was added gives back the file, byte for byte', () => {
  fc.assert(
    fc.property(file, (text) => {
      const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
      const mixed = whole.includes('\r\n') ? whole.replaceAll(/\r?\n/g, '\r\n') : whole;
      const made = ini.set(mixed, { 'fresh.new': 'w', 'fresh.other': 'x' });
      expect(ini.remove(made, ['fresh.new', 'fresh.other'], true)).toBe(mixed);
    }),
  );
});

test('a key is written in the manner of its section', () => {
  const text = '[a]\nx=1\n\n# about b\n[b]\n  y = 2\n\n[c]\n';
  expect(ini.set(text, { 'b.z': '3', 'a.x': '2', 'c.q': '' })).toBe(
    '[a]\nx=2\n\n# about b\n[b]\n  y = 2\n  z = 3\n\n[c]\nq=\n',
  );
});

test('a list is one line each, in the place of the first', () => {
  const text = '[Service]\nExecStart=\nUser=app\nExecStart=/bin/a\n';
  expect(ini.find(text, 'Service.ExecStart')).toEqual(['', '/bin/a']);
  expect(ini.set(text, { 'Service.ExecStart': ['', '/bin/b'] })).toBe(
    '[Service]\nExecStart=\nExecStart=/bin/b\nUser=app\n',
  );
});

test.each([
  ['[a]\nx = 1 \\\n  y\n', 'a.x', 'line 2: the value of a.x goes on in the next line'],
  ['[a]\nz = 1 \\\nx = 2\n', 'a.x', 'line 3: this may be the key a.x, or the rest of the line above'],
  ['[a]\nx =\n    one\n', 'a.x', 'line 2: the value of a.x goes on'],
  ['[a]\nx : 1\n', 'a.x', 'line 2: the key a.x is written with ":"'],
  ['[a\nx = 1\n', 'a.x', 'line 1: the name of a section is not closed'],
])('%j is refused where the key is doubtful', (text, key, why) => {
  expect(() => ini.set(text, { [key]: '5' })).toThrow(why);
});

test('what goes over several lines stays where other keys are owned', () => {
  const text = '[a]\nx = 1 \\\n  y\nz = 1\n';
  expect(ini.set(text, { 'a.z': '2' })).toBe('[a]\nx = 1 \\\n  y\nz = 2\n');
});

test.each(['two\nlines', 'a\\'])('the value %j is refused', (value) => {
  expect(() => ini.set('', { 'a.x': value })).toThrow('The value of the key a.x');
});
