import { readFileSync } from 'node:fs';
import { generateValidators } from '../../build/generate.ts';

test.each(Object.entries(generateValidators()))(
  'generating %s again gives the file that is checked in',
  (name, content) => {
    expect(readFileSync(new URL(`../generated/${name}`, import.meta.url), 'utf8')).toBe(content);
  },
);
