import { execWords } from './exec-words.ts';

test.each([
  [['/bin/echo', 'a b'], '"/bin/echo" "a b"'],
  [['x', '100%', '$HOME'], '"x" "100%%" "$$HOME"'],
  [['x', 'say "hi"\\n', ';', ''], '"x" "say \\"hi\\"\\\\n" ";" ""'],
  [['x', 'two\nlines'], '"x" "two\\x0alines"'],
])('%j', (argv, text) => {
  expect(execWords(argv)).toBe(text);
});
