import fc from 'fast-check';
import { readBlock, setBlock } from './blocks.ts';
import { readLine, removeLine, setLine } from './lines.ts';

const marks = { comment: '#' };
const line = fc.constantFrom('', 'a', '# a', 'PermitRootLogin yes', '#PermitRootLogin no', 'Match all', 'ü b', 'x');
const text = fc
  .tuple(fc.array(line, { maxLength: 10 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, closed]) => lines.join(end) + (closed && lines.length > 0 ? end : ''));
const owned = fc.constantFrom(
  { line: 'PermitRootLogin no', match: '^#?PermitRootLogin\\b', before: '^Match' },
  { line: 'literal' },
  { line: 'a' },
  { line: 'new', after: '^a$' },
  { match: '^x', absent: true },
  { line: 'a', absent: true },
);

test('a line that is set is there once; setting it again changes nothing; other lines stay', () => {
  fc.assert(
    fc.property(text, owned, (before, one) => {
      const made = setLine(before, one);
      expect(readLine(made, one)).toBe('absent' in one ? null : one.line);
      expect(setLine(made, one)).toBe(made);
      const isIt = (each: string) => each === one.line || ('match' in one && new RegExp(one.match).test(each));
      const others = (of: string) => of.split(/\r?\n/).filter((each) => !isIt(each) && each !== '');
      expect(others(made)).toEqual(others(before));
    }),
  );
});

test('a line goes in front of what it must stand before', () => {
  const one = { line: 'PermitRootLogin no', match: '^#?PermitRootLogin\\b', before: '^Match' };
  expect(setLine('a\nMatch x\n b\nMatch y\n', one)).toBe('a\nPermitRootLogin no\nMatch x\n b\nMatch y\n');
  expect(setLine('a\n#PermitRootLogin x\nPermitRootLogin yes\n', one)).toBe('a\nPermitRootLogin no\n');
  expect(removeLine('a\nPermitRootLogin no\nb\n', one)).toBe('a\nb\n');
});

test('a block that is set is there; again changes nothing; taking it away gives back the text', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('one', 'one\ntwo\n', 'x\n\n'), (before, block) => {
      const made = setBlock(before, 'name', block, marks);
      expect(readBlock(made, 'name', marks)).toBe(block.endsWith('\n') ? block : `${block}\n`);
      expect(setBlock(made, 'name', block, marks)).toBe(made);
      const whole =
        before === '' || before.endsWith('\n') ? before : before + (before.includes('\r\n') ? '\r\n' : '\n');
      expect(setBlock(made, 'name', '', marks)).toBe(whole);
      expect(setBlock(setBlock(made, 'other', 'q', marks), 'name', '', marks)).toBe(
        setBlock(before, 'other', 'q', marks),
      );
    }),
  );
});

test.each([
  '# BEGIN rolecall name\nx\n',
  '# END rolecall name\n# BEGIN rolecall name\n',
  '# BEGIN rolecall name\n# END rolecall name\n# BEGIN rolecall name\n# END rolecall name\n',
])('%j is refused: its block does not begin and end once', (broken) => {
  expect(() => setBlock(broken, 'name', 'y', marks)).toThrow('line 1: the block name does not begin once and end once');
});
