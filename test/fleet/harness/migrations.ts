import { join } from 'node:path';
import type { CommandResult } from '../../lab/machine/command.ts';
import { type Fleet, out, until } from './fleet.ts';

/** Hosts that run two migrations in a row, for a key that they read from a file. */
export const MIGRATIONS = join(import.meta.dirname, '../sites/jobs.ts');
export const MIGRATED = ['j-1', 'j-2'] as const;

interface Line {
  readonly at: bigint;
  readonly what: string;
  readonly job: string;
  readonly key: string;
}

/** What both hosts wrote down, in the order in which it happened: they share one clock. */
export async function written(fleet: Fleet): Promise<readonly Line[]> {
  const logs = await Promise.all(
    MIGRATED.map((host) => out(fleet.host(host), 'sh', '-c', 'cat /var/lib/jobs.log 2>/dev/null || true')),
  );
  return logs
    .flatMap((log) => log.split('\n').filter((line) => line !== ''))
    .map((line) => {
      const [at = '0', what = '', job = '', key = ''] = line.split(' ');
      return { at: BigInt(at), what, job, key };
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Both hosts are to be migrated for this key. */
export async function wantKey(fleet: Fleet, key: string): Promise<void> {
  for (const host of MIGRATED) await out(fleet.host(host), 'sh', '-c', `echo ${key} > /var/lib/jobs.key`);
}

/** The whole story of one key when everything happened once and in its row. */
export const inARow = (key: string): readonly string[] =>
  ['begin gundeck', 'end gundeck', 'begin brig', 'end brig'].map((what) => `${what} ${key}`);

/** What was written for one key. */
export async function storyOf(fleet: Fleet, key: string): Promise<readonly string[]> {
  return (await written(fleet)).filter((line) => line.key === key).map(({ what, job }) => `${what} ${job} ${key}`);
}

/** Applies, and again where a kill made it fail; at most three times. */
export async function applyUntilDone(fleet: Fleet): Promise<CommandResult> {
  let done = await fleet.cli(['apply', MIGRATIONS, '-y'], { timeoutMs: 240_000 });
  for (let more = 0; more < 2 && done.exitCode !== 0; more++) {
    await until('both hosts are linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
    done = await fleet.cli(['apply', MIGRATIONS, '-y'], { timeoutMs: 240_000 });
  }
  return done;
}

/** Kills what `round` says, at a time within the apply that chance says. */
export async function killSomething(fleet: Fleet, round: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 9_000));
  const agent = round % 3 !== 1;
  const controller = round % 3 !== 0;
  const killed = agent
    ? fleet.host('j-1').exec(['systemctl', 'kill', '-s', 'KILL', 'rolecall-agent'])
    : Promise.resolve(undefined);
  if (controller) {
    await fleet.controller.kill();
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 2_000));
    await fleet.controller.start();
  }
  await killed;
  return [agent ? 'agent' : '', controller ? 'controller' : ''].filter((name) => name !== '').join(' and ');
}

/** So many applies, something killed in each: what was run twice, left out, or out of its row. */
export async function migrateWithKills(fleet: Fleet, rounds: number): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const key = `k${round}`;
    await wantKey(fleet, key);
    const applying = applyUntilDone(fleet);
    const killed = await killSomething(fleet, round);
    const applied = await applying;
    await until('both hosts are linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
    const story = await storyOf(fleet, key);
    if (applied.exitCode === 0 && story.join() === inARow(key).join()) continue;
    wrong.push(`round ${round}, ${killed} killed: ${story.join(', ')}\n${applied.stdout}${applied.stderr}`);
  }
  return wrong;
}
