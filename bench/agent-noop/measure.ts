import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogResource } from '@rolecall/protocol';
import { type Floor, prepareFloor } from '../peers/floor.ts';
import { workload } from '../peers/workload.ts';
import { mebibytes, type Row } from '../row.ts';
import { type Samples, samplesOf } from '../samples.ts';
import { preparationOf, resourcesOf } from './catalog.ts';
import { RealAgent } from './real-agent.ts';

/** One size of workload, measured by turns with the floor; ms. */
interface Measured {
  readonly agent: Samples;
  readonly cpu: number;
  readonly floor: Samples;
  readonly oneChanged: Samples;
  readonly anonymous: number;
}

/**
 * How long a real agent takes to say that nothing is to be done, from the arrival of the work to its report, against a C program that reads
 * the same and asks systemd by `systemctl show`; in one run, by turns, on one throwaway host.
 */
export async function measureNoop(counts: readonly number[], runs: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let smallest: Measured | undefined;
  for (const count of counts) {
    const agent = await RealAgent.boot('noop-1');
    try {
      const measured = await measure(agent, count, runs);
      rows.push(...rowsOf(count, measured, smallest));
      smallest ??= measured;
    } finally {
      await agent.remove();
    }
  }
  return rows;
}

async function measure(agent: RealAgent, count: number, runs: number): Promise<Measured> {
  const { resources, look } = await prepare(agent, count);
  // The first one fills what the agent keeps, and is what a first apply meets.
  for (let i = 0; i < 3; i++) await noop(agent, resources);
  const times = { agent: [] as number[], floor: [] as number[], oneChanged: [] as number[] };
  const before = await agent.cpuMs();
  let others = 0;
  for (let i = 0; i < runs; i++) {
    times.agent.push(await noop(agent, resources));
    times.floor.push(await floor(look));
    const used = await agent.cpuMs();
    times.oneChanged.push(await oneChanged(agent, resources, i));
    others += (await agent.cpuMs()) - used;
  }
  const cpu = ((await agent.cpuMs()) - before - others) / runs;
  return {
    agent: samplesOf(times.agent),
    cpu,
    floor: samplesOf(times.floor),
    oneChanged: samplesOf(times.oneChanged),
    anonymous: await agent.anonymousBytes(),
  };
}

interface Prepared {
  readonly resources: readonly CatalogResource[];
  readonly look: () => Promise<Floor>;
}

async function prepare({ host }: RealAgent, count: number): Promise<Prepared> {
  const load = workload(count);
  await host.writeFile('/root/prepare.sh', preparationOf(load));
  const done = await host.exec(['sh', '/root/prepare.sh'], { timeoutMs: 300_000 });
  if (done.exitCode !== 0) throw new Error(`the host could not be prepared: ${done.stderr.trim().split('\n').at(-1)}`);
  const folder = mkdtempSync(join(tmpdir(), 'floor-'));
  try {
    return { resources: resourcesOf(load), look: await prepareFloor(host, load, folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function noop(agent: RealAgent, resources: readonly CatalogResource[]): Promise<number> {
  const { ms, outcome } = await agent.apply(resources);
  if (outcome !== 'ok') throw new Error(`the apply was to change nothing, and ended ${outcome}`);
  return ms;
}

async function floor(look: () => Promise<Floor>): Promise<number> {
  const { bad, ms } = await look();
  if (bad > 0) throw new Error(`the floor program found ${bad} that are not as wanted`);
  return ms;
}

/** The same with one file of which another content is wanted than the last time. */
async function oneChanged(agent: RealAgent, resources: readonly CatalogResource[], i: number): Promise<number> {
  const index = resources.findIndex(({ kind }) => kind === 'file');
  const changed = resources.map((one, at) =>
    at === index ? { ...one, params: { ...one.params, content: `changed ${i}\n` } } : one,
  );
  const { ms, outcome } = await agent.apply(changed);
  if (outcome !== 'changed') throw new Error(`the apply was to change one file, and ended ${outcome}`);
  await agent.apply(resources);
  return ms;
}

function rowsOf(count: number, measured: Measured, smallest: Measured | undefined): readonly Row[] {
  const { agent, cpu, floor, oneChanged, anonymous } = measured;
  const what = `no-op of ${count.toLocaleString('en')} resources`;
  const linear = smallest === undefined ? [] : [linearRow(what, agent, smallest.agent)];
  return [
    { what: `${what}: floor.c`, measured: shown(floor), budget: '' },
    { what: `${what}: agent`, measured: `${shown(agent)}, ${times(agent, floor)} floor.c`, budget: '1 × floor.c' },
    { what: `${what}: agent's processor time`, measured: `${cpu.toFixed(1)} ms`, budget: '' },
    ...linear,
    {
      what: `${what}: one file changed`,
      measured: `${shown(oneChanged)}, ${times(oneChanged, agent)} no-op`,
      budget: '',
    },
    { what: `${what}: anonymous memory then`, measured: mebibytes(anonymous), budget: '150 MiB' },
  ];
}

const linearRow = (what: string, agent: Samples, first: Samples): Row => ({
  what: `${what}: against the first`,
  measured: `${times(agent, first)}`,
  budget: '60 ×',
});

const times = (one: Samples, other: Samples): string => `${(one.median / other.median).toFixed(2)} ×`;

/** With a tenth of a millisecond: these are small. */
const shown = ({ median, min, max, count }: Samples): string =>
  `${median.toFixed(1)} ms (${min.toFixed(1)} to ${max.toFixed(1)}, ${count} runs)`;
