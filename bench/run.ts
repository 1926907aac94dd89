import { parseArgs } from 'node:util';
import { measureAgents } from './agent.ts';
import { measureNoop } from './agent-noop/measure.ts';
import { measurePackage } from './package-size.ts';
import { type Row, table } from './row.ts';
import { measureStart } from './start-time.ts';

const USAGE = `npm run bench -- [--minutes N] [--runs N] [--pid PID]...

Reports sizes and times; nothing is asserted, machines differ.
  --minutes N  how long running agents are watched (default 0.2; the budget is meant for 10)
  --runs N     how often each program is started (default 11)
  --noop N,N   how many resources an agent is asked about that need nothing (default 200; 0: leave it out); needs root, boots hosts
  --pid PID    an agent to watch (default: all that run on this machine, those in lab hosts among them)`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '0.2' },
    runs: { type: 'string', default: '11' },
    noop: { type: 'string', default: '200' },
    pid: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});

/** A part that cannot be measured says so in its row; the others still are. */
async function part(what: string, measure: () => readonly Row[] | Promise<readonly Row[]>): Promise<readonly Row[]> {
  try {
    return await measure();
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    return [{ what, measured: `not measured: ${reason}`, budget: '' }];
  }
}

const countsIn = (text: string): readonly number[] => text.split(',').map(Number).filter(Boolean);

if (values.help) console.log(USAGE);
else {
  const rows = [
    await part('start', () => measureStart(Number(values.runs))),
    await part("agent's package", measurePackage),
    await part('no-op', () => measureNoop(countsIn(values.noop), Number(values.runs))),
    await part('agent, idle', () => measureAgents(Number(values.minutes), values.pid?.map(Number))),
  ];
  console.log(table(rows.flat()));
}
