import { checkNames, namesFromArguments } from './name.ts';

test.each(['a', 'db-1', 'h10', 'a'.repeat(63)])('%s can name a host', (name) => {
  expect(() => checkNames([name])).not.toThrow();
});

test.each(['', '1a', '-a', 'a-', 'A', 'a_b', 'a.b', '../a', 'a'.repeat(64)])('"%s" cannot name a host', (name) => {
  expect(() => checkNames([name])).toThrow(expect.objectContaining({ code: 'bad-name' }));
});

test('a name that stands twice is refused', () => {
  expect(() => checkNames(['a', 'b', 'a'])).toThrow('"a" is named twice');
});

test('a count means h1 to that number', () => {
  expect(namesFromArguments(['3'])).toEqual(['h1', 'h2', 'h3']);
});

test('anything but one number is taken as names', () => {
  expect(namesFromArguments(['db-1', 'db-2'])).toEqual(['db-1', 'db-2']);
  expect(namesFromArguments([])).toEqual([]);
});

test.each(['0', '51', '99999999999'])('%s hosts are refused', (count) => {
  expect(() => namesFromArguments([count])).toThrow(expect.objectContaining({ code: 'bad-name' }));
});
