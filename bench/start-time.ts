import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Row } from './row.ts';
import { type Samples, samplesOf, showMs } from './samples.ts';

const CONTROLLER = fileURLToPath(new URL('../packages/controller/bin/controller.js', import.meta.url));

/** How long `controller --help` takes, against a Node that does nothing; by turns, so that a busy moment meets both. */
export function measureStart(runs: number): readonly Row[] {
  const help = [CONTROLLER, '--help'];
  timeOf(help); // fills the compile cache, as the first use on a machine does
  const times: { readonly bare: number[]; readonly help: number[] } = { bare: [], help: [] };
  for (let run = 0; run < runs; run += 1) {
    times.bare.push(bareNodeMs());
    times.help.push(timeOf(help));
  }
  const [bare, ours] = [samplesOf(times.bare), samplesOf(times.help)];
  return [
    { what: 'node -e 0', measured: showMs(bare), budget: '' },
    { what: 'controller --help', measured: `${showMs(ours)}, ${ratio(ours, bare)}`, budget: '3 × node -e 0' },
  ];
}

/** Milliseconds that a Node takes which does nothing: the floor of every command. */
export const bareNodeMs = (): number => timeOf(['-e', '0']);

const ratio = (one: Samples, other: Samples): string => `${(one.median / other.median).toFixed(1)} ×`;

/** Milliseconds from start to end; throws where the program fails. */
function timeOf(words: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 30_000 });
  const elapsed = performance.now() - started;
  if (status === 0) return elapsed;
  throw new Error(`${words.join(' ')} failed: ${stderr.trim().split('\n').at(-1)}`);
}
