import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '../../../bin/controller.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const init = (to: string) => execFileSync(process.execPath, [BIN, 'init', to], { encoding: 'utf8', stdio: 'pipe' });

test('a new folder gets a site, and the line that checks it is named', () => {
  const to = join(folder, 'new');
  expect(init(to)).toContain(`controller validate ${to}/site.ts`);
  expect(readFileSync(join(to, 'site.ts'), 'utf8')).toContain('defineSite');
});

test('what lies in the folder already stays as it is', () => {
  writeFileSync(join(folder, 'tsconfig.json'), '{}');
  init(folder);
  expect(readFileSync(join(folder, 'tsconfig.json'), 'utf8')).toBe('{}');
  const before = readFileSync(join(folder, 'site.ts'), 'utf8');
  expect(() => init(folder)).toThrow(/is there already/);
  expect(readFileSync(join(folder, 'site.ts'), 'utf8')).toBe(before);
});
