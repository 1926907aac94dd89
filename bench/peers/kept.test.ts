import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepRounds, readKept } from './kept.ts';
import type { Round } from './round.ts';

const cost = { wallMs: 1, cpuMs: 1, wireBytes: 1, residentBytes: 1, exitCode: 0, output: '' };
const round: Round = {
  first: cost,
  noop: cost,
  change: cost,
  floor: { ok: 1, bad: 0, active: 1, ms: 1, readingMs: 1 },
};

test('rounds that were kept are read again, of the same number of resources only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const file = join(folder, 'rounds.json');
  expect(readKept(file, 200)).toEqual({ count: 200, rounds: {} });
  keepRounds(file, { count: 200, rounds: { One: [round] } });
  expect(readKept(file, 200).rounds).toEqual({ One: [round] });
  expect(() => readKept(file, 10)).toThrow('holds rounds of 200 resources, not of 10');
  rmSync(folder, { recursive: true });
});
