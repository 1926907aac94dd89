import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { samplesOf } from '../samples.ts';
import type { Cost } from './measure.ts';
import type { Round } from './round.ts';

export const DOCS = join(import.meta.dirname, '../../docs');
const PAGE = join(DOCS, 'performance.md');

/** What came of one peer: its rounds, or why there are none. */
export interface Result {
  readonly name: string;
  readonly note: string;
  readonly version: string;
  readonly rounds: readonly Round[];
  readonly missing?: string;
}

/** Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->` in docs/performance.md. Throws where there is no such place. */
export function writeSection(name: string, text: string, page = PAGE): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for ${name}: it lacks ${begin} or ${end}`);
  writeFileSync(page, `${before.slice(0, from + begin.length)}\n${text.trim()}\n${before.slice(to)}`);
}

/** The table of peers, with what was measured where. */
export function peersText(results: readonly Result[], count: number, runs: number): string {
  const held = results.filter(({ rounds }) => rounds.length > 0);
  const floors = held.flatMap(({ rounds }) => rounds.map(({ floor }) => floor.ms));
  return [
    `${circumstances()} ${count} resources, ${runs === 1 ? 'one run' : `medians of ${runs} runs`}, each on a fresh host; in brackets the least and the most.`,
    '',
    '| | first apply, s | no-op, s | one file changed, s | no-op: CPU, s | no-op: wire, KB | no-op: resident, MiB | no-op ÷ that of Rolecall |',
    '| --- | --: | --: | --: | --: | --: | --: | --: |',
    ...held.map((result) => row(result, held[0], runs)),
    ...(floors.length === 0 ? [] : [`| a C program that reads the same | | ${spread(floors, 1000, 3)} | | | | | |`]),
    '',
    ...results.map(({ name, version, note, missing }) =>
      missing === undefined ? `- ${name} ${version}: ${note}.` : `- ${name}: not measured: ${missing}.`,
    ),
  ].join('\n');
}

/** The first of the table is what the others are put beside: Rolecall. */
const row = ({ name, rounds }: Result, first: Result | undefined, runs: number): string => {
  const of = (which: 'first' | 'noop' | 'change', what: (cost: Cost) => number, unit: number, digits = 1) =>
    spread(
      rounds.map((round) => what(round[which])),
      unit,
      digits,
    );
  const cells = [
    of('first', ({ wallMs }) => wallMs, 1000, 2),
    of('noop', ({ wallMs }) => wallMs, 1000, 2),
    of('change', ({ wallMs }) => wallMs, 1000, 2),
    of('noop', ({ cpuMs }) => cpuMs, 1000, 2),
    of('noop', ({ wireBytes }) => wireBytes, 1000),
    of('noop', ({ residentBytes }) => residentBytes, 1024 ** 2, 0),
  ];
  const noop = (all: readonly Round[]) => samplesOf(all.map((round) => round.noop.wallMs)).median;
  cells.push((noop(rounds) / noop(first?.rounds ?? rounds)).toFixed(1));
  const fewer = rounds.length === runs ? '' : ` (${rounds.length} of them)`;
  return `| ${name}${fewer} | ${cells.join(' | ')} |`;
};

/** `MEDIAN (LEAST to MOST)`; the median alone where it is all there is. */
export function spread(values: readonly number[], unit: number, digits: number): string {
  const { median, min, max, count } = samplesOf(values);
  const show = (value: number) => (value / unit).toFixed(digits);
  return count === 1 ? show(median) : `${show(median)} (${show(min)} to ${show(max)})`;
}

export const circumstances = (): string =>
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, hosts of test/lab with Debian 12.`;
