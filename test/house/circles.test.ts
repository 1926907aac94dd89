import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import toposort from 'toposort';

const ROOT = join(import.meta.dirname, '../..');
const PLACES = ['packages/*/src/**/*.ts', 'roles/*/src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'publish/**/*.ts'];

/** Every import of a file by another of the same package, types and those on demand included. */
const arrowsOf = (file: string): [string, string][] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g)].map(([, name]) => [
    file,
    join(dirname(file), name ?? ''),
  ]);

test.each(PLACES)('no file of %s imports itself by way of others, not even for a type', (place) => {
  const files = globSync(place, { cwd: ROOT, exclude: (name) => name.includes('node_modules') });
  expect(files.length).toBeGreaterThan(5);
  expect(() => toposort(files.flatMap(arrowsOf))).not.toThrow();
});
