import type { LabHost } from '../../lab/lab.ts';
import { out } from './fleet.ts';

const KILL = ['systemctl', 'kill', '--signal=KILL', '--kill-whom=main', 'rolecall-agent'];

/** Ends the agent of a host at once, as `kill -9` does; systemd starts the next one. An error where none runs. */
export async function killAgent(host: LabHost): Promise<void> {
  await out(host, ...KILL);
}

/** What came of some work, and how often an agent was killed meanwhile. */
export interface Survived<Result> {
  readonly result: Result;
  readonly kills: number;
}

/** Kills the agent of a host at moments that nobody chose for as long as some work goes on, at most so often. */
export async function killingAgent<Result>(host: LabHost, work: Promise<Result>, most = 20): Promise<Survived<Result>> {
  let isOver = false;
  const ended = work.finally(() => {
    isOver = true;
  });
  ended.catch(() => {});
  let kills = 0;
  while (kills < most) {
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1_500));
    if (isOver) break;
    // The next agent may not be there yet.
    if ((await host.exec(KILL)).exitCode === 0) kills++;
  }
  return { result: await ended, kills };
}
