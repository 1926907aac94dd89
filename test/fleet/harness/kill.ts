import { setTimeout as pause } from 'node:timers/promises';
import type { LabHost } from '../../lab/lab.ts';
import { type Fleet, out, until } from './fleet.ts';
import type { Samples } from './load.ts';

const KILL = ['systemctl', 'kill', '--signal=KILL', '--kill-whom=main', 'rolecall-agent'];

/** Ends the agent of a host at once, as `kill -9` does; systemd starts the next one. An error where none runs. */
export async function killAgent(host: LabHost): Promise<void> {
  await out(host, ...KILL);
}

/** Ends the agent of a host and the controller at once, and starts the controller again. */
export async function killBoth({ controller, host }: Fleet, name: string): Promise<void> {
  await killAgent(host(name));
  await controller.kill();
  await controller.start();
}

/** The same, once something holds; four minutes at most. */
export async function killBothWhen(
  fleet: Fleet,
  name: string,
  claim: string,
  holds: () => Promise<boolean>,
): Promise<void> {
  await until(claim, holds, 240_000);
  await killBoth(fleet, name);
}

/**
 * In a change that goes round three members: ends the agent of the first that is taken down, the controller while the second is down, and takes the
 * power of the host of the third for five seconds. Each is waited for five minutes at most.
 */
export async function dieInTurn({ controller, host }: Fleet, down: Samples): Promise<void> {
  const turnOf = async (nth: number): Promise<LabHost> => {
    await until(`member ${nth} is taken down`, async () => down.soFar().length >= nth, 300_000);
    return host(down.soFar()[nth - 1] ?? '');
  };
  await killAgent(await turnOf(1));
  await turnOf(2);
  await controller.kill();
  await controller.start();
  await downFor(await turnOf(3), 5_000);
}

/** Takes the power of a host, or ends the controller at once, and starts it again after some milliseconds. */
export async function downFor(one: Pick<LabHost, 'kill' | 'start'>, ms: number): Promise<void> {
  await one.kill();
  await pause(ms);
  await one.start();
}

/** Waits until a condition of a shell holds on a host, at most ten minutes. The host looks itself, many times a second: some things are there for a moment only. */
export async function holdsOn(host: LabHost, condition: string): Promise<void> {
  const look = `i=0; until ${condition}; do i=$((i + 1)); [ $i -lt 12000 ] || exit 1; sleep 0.05; done`;
  const looked = await host.exec(['sh', '-c', look], { timeoutMs: 900_000 });
  if (looked.exitCode !== 0)
    throw new Error(`${host.name}: after ten minutes it still does not hold that ${condition}`);
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
    await pause(300 + Math.random() * 1_500);
    if (isOver) break;
    // The next agent may not be there yet.
    if ((await host.exec(KILL)).exitCode === 0) kills++;
  }
  return { result: await ended, kills };
}
