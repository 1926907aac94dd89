import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linePlot } from './plot.ts';
import { peersText, writeSection } from './report.ts';
import type { Round } from './round.ts';

const cost = (wallMs: number) => ({
  wallMs,
  cpuMs: wallMs,
  wireBytes: 1000,
  residentBytes: 1024 ** 2,
  exitCode: 0,
  output: '',
});
const round = (ms: number): Round => ({
  first: cost(ms * 10),
  noop: cost(ms),
  change: cost(ms),
  floor: { ok: 200, bad: 0, active: 10, ms: 20, readingMs: 2 },
});

test('the table has a row for each peer that ran, and says of the others why they did not', () => {
  const text = peersText(
    [
      { name: 'One', note: 'n', version: '1', rounds: [round(1000), round(3000), round(2000)] },
      { name: 'Other', note: 'n', version: '', rounds: [], missing: 'no such package' },
    ],
    200,
    3,
  );
  expect(text).toContain('| One | 20.00 (10.00 to 30.00) | 2.00 (1.00 to 3.00) |');
  expect(text).toContain('- Other: not measured: no such package.');
  expect(text).not.toContain('| Other |');
});

test('a section is written between its markers, and the rest of the page stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const page = join(folder, 'page.md');
  writeFileSync(page, 'before\n<!-- x -->\nold\n<!-- /x -->\nafter\n');
  writeSection('x', 'new\n', page);
  writeSection('x', 'newer', page);
  expect(readFileSync(page, 'utf8')).toBe('before\n<!-- x -->\nnewer\n<!-- /x -->\nafter\n');
  expect(() => writeSection('y', '', page)).toThrow('has no place for y');
  rmSync(folder, { recursive: true });
});

test('a plot names its axes and its lines', () => {
  const svg = linePlot({
    title: 'cost',
    x: 'resources',
    y: 'seconds',
    lines: [
      {
        name: 'no-op',
        points: [
          [10, 0.3],
          [10_000, 9],
        ],
      },
    ],
  });
  expect(svg).toMatch(/^<svg [\s\S]*resources[\s\S]*<\/svg>\n$/);
  expect(svg).toContain('no-op');
  expect(svg).toContain('<title>');
});

test('a peer with fewer rounds than the others says so in its row', () => {
  const text = peersText(
    [
      { name: 'One', note: 'n', version: '1', rounds: [round(1000), round(3000), round(2000)] },
      { name: 'Other', note: 'n', version: '1', rounds: [round(8000)] },
    ],
    200,
    3,
  );
  expect(text).toContain('| Other (1 of them) | 80.00 |');
  expect(text).toMatch(/^\| One .* 1\.0 \|$/m);
  expect(text).toMatch(/^\| Other .* 4\.0 \|$/m);
});
