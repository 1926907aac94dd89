import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { samplesOf } from '../samples.ts';
import { type FleetCost, fleetCost, type Setting } from './fleet-cost.ts';
import { linePlot } from './plot.ts';
import { circumstances, DOCS, spread } from './report.ts';

const HOSTS = [1, 2, 5, 8, 16, 32];
const COUNTS = [10, 30, 100, 200, 1000, 3000, 10_000];
const DISTANCES_MS = [0, 30, 150];

/** One setting and what came of it, or why nothing did. */
type Measured = Setting & ({ readonly cost: FleetCost } | { readonly missing: string });

/** 1 to 32 hosts of 200 resources each, and one host with 10 to 10,000. Answers the page's text; writes the plot. */
export async function scaleText(runs: number, say: (line: string) => void): Promise<string> {
  const byCount = await all(
    COUNTS.map((count) => ({ hosts: 1, count, roundTripMs: 0 })),
    runs,
    say,
  );
  const byHosts = await all(
    HOSTS.map((hosts) => ({ hosts, count: 200, roundTripMs: 0 })),
    runs,
    say,
  );
  const points = (of: (cost: FleetCost) => number) =>
    byCount.flatMap((one) => ('cost' in one ? [[one.count, of(one.cost) / 1000] as const] : []));
  const plot = linePlot({
    title: 'Whole controller apply, one host',
    x: 'resources',
    y: 'seconds',
    lines: [
      { name: 'first apply', points: points(({ firstMs }) => firstMs) },
      { name: 'no-op', points: points(({ noopMs }) => samplesOf(noopMs).median) },
    ],
  });
  writeFileSync(join(DOCS, 'scale.svg'), plot);
  return `${circumstances()} ${runs === 1 ? 'One no-op' : `Medians of ${runs} no-ops`} each.

![cost over resources](scale.svg)

${table(byCount, 'resources on one host', ({ count }) => count)}

${table(byHosts, 'hosts of 200 resources', ({ hosts }) => hosts)}`;
}

/** Five hosts of 200 resources, whose agents reach their controller over a delaying proxy. */
export async function distanceText(runs: number, say: (line: string) => void): Promise<string> {
  const settings = DISTANCES_MS.map((roundTripMs) => ({ hosts: 5, count: 200, roundTripMs }));
  return `${circumstances()} Five hosts of 200 resources; ${runs === 1 ? 'one no-op' : `medians of ${runs} no-ops`}.

${table(await all(settings, runs, say), 'round trip, ms', ({ roundTripMs }) => roundTripMs)}`;
}

/** A setting that fails says so in its row; the others still are measured. */
async function all(
  settings: readonly Setting[],
  runs: number,
  say: (line: string) => void,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const setting of settings) {
    const { hosts, count, roundTripMs } = setting;
    say(`${hosts} hosts, ${count} resources each, ${roundTripMs} ms away`);
    try {
      measured.push({ ...setting, cost: await fleetCost(setting, runs) });
    } catch (error) {
      measured.push({
        ...setting,
        missing: (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '',
      });
    }
  }
  return measured;
}

function table(measured: readonly Measured[], what: string, of: (setting: Setting) => number): string {
  const rows = measured.map((one) => {
    if ('missing' in one) return `| ${of(one)} | not measured: ${one.missing} | | | |`;
    const { firstMs, noopMs, bareNodeMs, agentPeak } = one.cost;
    const beside = samplesOf(noopMs).median / samplesOf(bareNodeMs).median;
    const memory = (agentPeak / 1024 ** 2).toFixed(0);
    return `| ${of(one)} | ${(firstMs / 1000).toFixed(2)} | ${spread(noopMs, 1000, 2)} | ${beside.toFixed(1)} | ${memory} |`;
  });
  const head = `| ${what} | first apply, s | no-op, s | no-op ÷ a bare Node | agent's most resident, MiB |`;
  return [head, '| --: | --: | --: | --: | --: |', ...rows].join('\n');
}
