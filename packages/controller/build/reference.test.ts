import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referencePages } from './reference.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/reference');

test('the reference is what the schemas and commands say now (npm run generate writes it)', async () => {
  const pages = await referencePages();
  for (const [path, text] of pages) expect([path, readFileSync(join(FOLDER, path), 'utf8')]).toEqual([path, text]);
  const found = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
  expect(found.sort()).toEqual([...pages.keys()].sort());
});
