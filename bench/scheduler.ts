import type { RunEvent, SiteDocument } from '@rolecall/protocol';
import { buildGraph } from '../packages/controller/src/graph/build-graph.ts';
import { nextMoves } from '../packages/controller/src/run/next.ts';
import { fold, graph, node, planned } from '../packages/controller/src/run/simulation.ts';
import { type RunState, reduce } from '../packages/controller/src/run/state.ts';
import { type Row, table } from './row.ts';
import { samplesOf, showMs } from './samples.ts';

/** How often each figure is taken. */
const TIMES = 9;

/** Time of the processor, so that what else the machine does counts little. */
function timed(work: () => unknown, unit: 'ms' | 'us' = 'ms'): string {
  const times = Array.from({ length: TIMES }, () => {
    const began = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  });
  return showMs(samplesOf(times)).replaceAll('ms', unit);
}

/** Some uses over some hosts, each after the one before it; all of them have something to do. */
function runOf(hosts: number, uses: number, maxUnavailable: number): RunState {
  const nodes = Array.from({ length: hosts * uses }, (_, i) => {
    const use = Math.floor(i / hosts);
    const after = use === 0 ? [] : [`u${use - 1}@-` as never];
    return node(`u${use}@h${i % hosts}`, { after, position: i % hosts, maxUnavailable });
  });
  return fold([graph(...nodes), ...nodes.map(({ instance }) => planned(instance))]);
}

/** The same run with half of its instances done, so that half of it is asked in vain. */
const halfDone = (run: RunState): RunState =>
  fold(
    [...run.instances.keys()]
      .slice(0, run.instances.size / 2)
      .map((instance): RunEvent => ({ event: 'ended', instance, outcome: 'changed', fault: null })),
    run,
  );

function roundRows(hosts: number, uses: number): readonly Row[] {
  const what = `${hosts} hosts x ${uses}`;
  const budget = hosts * uses > 10_000 ? '< 1 s' : '< 100 ms';
  const [free, held] = [runOf(hosts, uses, hosts), runOf(hosts, uses, 1)];
  const half = halfDone(free);
  return [
    { what: `a round, ${what}, all may go`, measured: timed(() => nextMoves(free)), budget },
    { what: `a round, ${what}, one of a use at a time`, measured: timed(() => nextMoves(held)), budget },
    { what: `a round, ${what}, half done`, measured: timed(() => nextMoves(half)), budget },
    {
      what: `an event, ${what}`,
      measured: timed(() => thousandEvents(free), 'us'),
      budget: '< 50 us',
    },
  ];
}

/** A thousand events of different instances, so that the figure in milliseconds is one event's in microseconds. */
function thousandEvents(run: RunState): void {
  let state = run;
  for (const [index, instance] of [...run.instances.keys()].entries()) {
    if (index % Math.floor(run.instances.size / 1_000) !== 0) continue;
    state = reduce(state, { body: { event: 'ended', instance, outcome: 'ok', fault: null } });
  }
}

function siteOf(hosts: number, uses: number): SiteDocument {
  const at = { file: 'site.ts', line: 1, column: 1 };
  const names = Array.from({ length: hosts }, (_, i) => `h${i}`);
  return {
    name: 'bench',
    hosts: Object.fromEntries(names.map((host) => [host, { labels: {}, source: at }])),
    roles: [],
    uses: Array.from({ length: uses }, (_, i) => ({
      use: `u${i}`,
      role: 'role',
      select: { by: 'name', hosts: names },
      params: {},
      after: i === 0 ? [] : [`u${i - 1}`],
      source: at,
    })),
    secrets: [],
    source: at,
  } as unknown as SiteDocument;
}

function graphRow(hosts: number, uses: number): Row {
  const site = siteOf(hosts, uses);
  const measured = timed(() => buildGraph({ site, labelsOf: () => ({}) }));
  return { what: `the graph, ${hosts} hosts x ${uses}`, measured, budget: '< 2 s' };
}

console.log(
  table([
    ...roundRows(10_000, 1),
    ...roundRows(2_000, 5),
    ...roundRows(10_000, 5),
    graphRow(10_000, 5),
    graphRow(1_000, 5),
  ]),
);
