import { join } from 'node:path';
import type { CommandResult } from '../../lab/machine/command.ts';
import { type Fleet, out, until } from './fleet.ts';
import { killAgent } from './kill.ts';

/** A site whose hosts run two migrations in a row, for a key that they read from a file. */
export interface Migrating {
  readonly path: string;
  readonly hosts: readonly string[];
  /** Who carries them out. */
  readonly worker: string;
  readonly jobs: readonly string[];
}

const SITES = join(import.meta.dirname, '../sites');

export const MIGRATIONS: Migrating = {
  path: join(SITES, 'jobs.ts'),
  hosts: ['j-1', 'j-2'],
  worker: 'j-1',
  jobs: ['gundeck', 'brig'],
};

/** Changes the same schema, and is applied by somebody else. */
export const BESIDE: Migrating = {
  path: join(SITES, 'jobs-beside.ts'),
  hosts: ['j-3'],
  worker: 'j-3',
  jobs: ['tables', 'views'],
};

/** The same two on hosts that can tell what is done. */
export const TELLING: readonly Migrating[] = [
  { ...MIGRATIONS, path: join(SITES, 'telling.ts'), hosts: ['j-1'] },
  { ...BESIDE, path: join(SITES, 'telling-beside.ts') },
];

interface Line {
  readonly at: bigint;
  readonly what: string;
  readonly job: string;
  readonly key: string;
}

/** What all hosts wrote down, in the order in which it happened: they share one clock. */
async function written(fleet: Fleet): Promise<readonly Line[]> {
  const logs = await Promise.all(
    fleet.lab.hosts.map((host) => out(host, 'sh', '-c', 'cat /var/lib/jobs.log 2>/dev/null || true')),
  );
  return logs
    .flatMap((log) => log.split('\n').filter((line) => line !== ''))
    .map((line) => {
      const [at = '0', what = '', job = '', key = ''] = line.split(' ');
      return { at: BigInt(at), what, job, key };
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** All hosts are to be migrated for this key. */
export async function wantKey(fleet: Fleet, key: string): Promise<void> {
  for (const host of fleet.lab.hosts) await out(host, 'sh', '-c', `echo ${key} > /var/lib/jobs.key`);
}

const HOLD = '/var/lib/jobs.hold';

/** What is begun by a site's worker goes on until `letGo`, four minutes at most. */
export const hold = (fleet: Fleet, { worker }: Migrating): Promise<string> => out(fleet.host(worker), 'touch', HOLD);
export const letGo = (fleet: Fleet, { worker }: Migrating): Promise<string> =>
  out(fleet.host(worker), 'rm', '-f', HOLD);

/** The whole story of one key when everything happened once and in its row. */
export const inARow = (key: string, { jobs }: Migrating = MIGRATIONS): readonly string[] =>
  jobs.flatMap((job) => [`begin ${job} ${key}`, `end ${job} ${key}`]);

/** What was written for one key. */
export async function storyOf(fleet: Fleet, key: string, { jobs }: Migrating = MIGRATIONS): Promise<readonly string[]> {
  const lines = (await written(fleet)).filter((line) => line.key === key && jobs.includes(line.job));
  return lines.map(({ what, job }) => `${what} ${job} ${key}`);
}

/** What was begun before something else had ended, over all hosts and keys. Where `cutOff`, what lost its host is the next to be begun. */
export async function together(fleet: Fleet, cutOff = false): Promise<readonly string[]> {
  const lines = await written(fleet);
  return lines.flatMap(({ what, job, key }, index) => {
    const next = lines[index + 1];
    const isAlone = what === 'end' || ((cutOff || next?.what === 'end') && next?.job === job && next.key === key);
    return isAlone ? [] : [`${job} ${key} went on when ${next?.job} ${next?.key} began`];
  });
}

/** Waits until the controller answers, and every host has its link. */
export const linked = (fleet: Fleet): Promise<void> =>
  until('all hosts are linked', async () => {
    const { exitCode, stdout } = await fleet.cli(['hosts']);
    return exitCode === 0 && !stdout.includes('away');
  });

/** Applies, and again where a kill made it fail; at most so often. */
async function applyUntilDone(fleet: Fleet, { path }: Migrating, most: number): Promise<CommandResult> {
  let done = await fleet.cli(['apply', path, '-y'], { timeoutMs: 240_000 });
  for (let tries = 1; tries < most && done.exitCode !== 0; tries++) {
    await linked(fleet);
    done = await fleet.cli(['apply', path, '-y'], { timeoutMs: 240_000 });
  }
  return done;
}

const pause = (least: number, more: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, least + Math.random() * more));

/** Kills what `round` says, at a time within the apply that chance says. */
async function killSomething(fleet: Fleet, round: number, sites: readonly Migrating[]): Promise<string> {
  await pause(500, 9_000);
  const agents = round % 3 !== 1 ? sites.map(({ worker }) => worker) : [];
  const controller = round % 3 !== 0;
  const killed = Promise.all(agents.map((worker) => killAgent(fleet.host(worker))));
  if (controller) {
    await fleet.controller.kill();
    await pause(500, 2_000);
    await fleet.controller.start();
  }
  await killed;
  const struck = [...agents.map((worker) => `the agent of ${worker}`), ...(controller ? ['the controller'] : [])];
  return `${struck.join(' and ')} killed`;
}

/** Takes the power of one worker or of all, at a time within the apply that chance says, for some seconds; now and then the controller dies with them. */
async function loseSomething(fleet: Fleet, round: number, sites: readonly Migrating[]): Promise<string> {
  await pause(500, 6_000);
  const workers = sites.map(({ worker }) => worker).filter((_, index) => round % 3 === 2 || index === round % 3);
  await Promise.all(workers.map((worker) => fleet.host(worker).kill()));
  if (round % 4 === 3) {
    await fleet.controller.kill();
    await fleet.controller.start();
  }
  await pause(0, 4_000);
  await Promise.all(workers.map((worker) => fleet.host(worker).start()));
  return `${workers.join(' and ')} lost`;
}

/** What is done to a fleet whose sites are applied, and what has to be written by then. */
interface Trial {
  /** How often a site is applied at most. */
  readonly most: number;
  strike(fleet: Fleet, round: number, sites: readonly Migrating[]): Promise<string>;
  isWell(story: readonly string[], key: string, site: Migrating): boolean;
}

/** So many rounds, all sites applied at once: what did not go well. */
async function migrateThrough(
  fleet: Fleet,
  rounds: number,
  sites: readonly Migrating[],
  { most, strike, isWell }: Trial,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const key = `k${round}`;
    await wantKey(fleet, key);
    const applying = Promise.all(sites.map((site) => applyUntilDone(fleet, site, most)));
    const struck = await strike(fleet, round, sites);
    const applied = await applying;
    await linked(fleet);
    for (const [index, site] of sites.entries()) {
      const story = await storyOf(fleet, key, site);
      const { exitCode, stdout, stderr } = applied[index] as CommandResult;
      if (exitCode === 0 && isWell(story, key, site)) continue;
      wrong.push(`round ${round}, ${struck}: ${story.join(', ')}\n${stdout}${stderr}`);
    }
  }
  return wrong;
}

/** With something killed in each round: what was run twice, left out, or out of its row. */
export const migrateWithKills = (
  fleet: Fleet,
  rounds: number,
  sites: readonly Migrating[] = [MIGRATIONS],
): Promise<readonly string[]> =>
  migrateThrough(fleet, rounds, sites, {
    most: 3,
    strike: killSomething,
    isWell: (story, key, site) => story.join() === inARow(key, site).join(),
  });

/** With hosts that lose their power in each round: what did not end exactly once, or out of its row, or needed a person. */
export const migrateWithLosses = (
  fleet: Fleet,
  rounds: number,
  sites: readonly Migrating[] = TELLING,
): Promise<readonly string[]> =>
  migrateThrough(fleet, rounds, sites, {
    most: 8,
    strike: loseSomething,
    isWell: (story, key, { jobs }) =>
      story.filter((line) => line.startsWith('end')).join() === jobs.map((job) => `end ${job} ${key}`).join(),
  });
