import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ParsedFiles } from './parsed-files.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parsed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file that is left alone is parsed once, by each of its parsers', () => {
  const calls: string[] = [];
  const files = new ParsedFiles();
  const one = (bytes: Uint8Array) => calls.push(`one ${bytes.length > 0}`);
  const other = (bytes: Uint8Array) => calls.push(`other ${bytes.length > 0}`);
  for (let i = 0; i < 3; i++) for (const parse of [one, other]) files.get(import.meta.filename, parse);
  expect(calls).toEqual(['one true', 'other true']);
});

test('what is not there is nothing, and is seen when it comes', () => {
  const files = new ParsedFiles();
  const path = join(folder, 'later');
  expect(files.get(path, text)).toBeUndefined();
  writeFileSync(path, 'here');
  expect(files.get(path, text)).toBe('here');
  rmSync(path);
  expect(files.get(path, text)).toBeUndefined();
});

test('whatever is written, and however shortly before, is what is answered', () => {
  const history = fc.array(fc.record({ whole: fc.boolean(), content: fc.constantFrom('aa', 'bb', 'c', '') }));
  fc.assert(
    fc.property(history, (changes) => {
      const files = new ParsedFiles();
      const path = join(folder, 'f');
      for (const { whole, content } of changes) {
        writeFileSync(whole ? `${path}.new` : path, content);
        if (whole) renameSync(`${path}.new`, path);
        expect(files.get(path, text)).toBe(content);
      }
    }),
  );
});
