import { setTimeout as wait } from 'node:timers/promises';
import { figuresOf, runningAgents } from './process-figures.ts';
import { mebibytes, type Row } from './row.ts';

/**
 * What agents on this machine hold and use while nothing is asked of them, watched for some minutes. Agents in hosts of
 * `npm run lab` are seen from here.
 */
export async function measureAgents(
  minutes: number,
  pids: readonly number[] = runningAgents(),
): Promise<readonly Row[]> {
  if (pids.length === 0)
    return [{ what: 'agent, idle', measured: 'not measured: none runs on this machine', budget: '' }];
  const before = new Map(pids.map((pid) => [pid, figuresOf(pid)]));
  const started = performance.now();
  await wait(minutes * 60_000);
  const watchedMs = performance.now() - started;
  return pids.flatMap((pid) => {
    const now = figuresOf(pid);
    const share = ((now.cpuMs - (before.get(pid)?.cpuMs ?? 0)) / watchedMs) * 100;
    const what = `agent ${pid}, idle for ${minutes} min`;
    return [
      { what: `${what}: anonymous memory`, measured: mebibytes(now.anonymous), budget: '24 MiB' },
      { what: `${what}: resident memory`, measured: mebibytes(now.resident), budget: '80 MiB' },
      { what: `${what}: share of a core`, measured: `${share.toFixed(3)} %`, budget: '0.1 %' },
    ];
  });
}
