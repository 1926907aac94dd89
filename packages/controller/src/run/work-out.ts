import type { InstanceId, RunEvent } from '@rolecall/protocol';
import { faultOf } from '../fault.ts';
import { type PlanDeps, type Prepared, type PreparedInstance, readInstance } from '../plan/index.ts';
import type { Services } from '../serve/services.ts';
import type { Move } from './next.ts';
import { graphOf } from './plan-run.ts';
import type { RunLog } from './run-log.ts';
import { recordFounders } from './start.ts';

export interface WorkOutOptions {
  readonly services: Pick<Services, 'database'>;
  readonly planning: PlanDeps;
  readonly log: RunLog;
  /** Works the site out once more, with what was decided in this run. */
  readonly again: () => Promise<Prepared>;
}

/**
 * Works out instances that could not be when their run was planned, now that what they wait for is up: each is planned, and that is written down,
 * before it is carried out; so are the jobs of their uses, which come into the run with them. One that is still not known ends, and says after
 * what it would be. All moves of one round at once, by one look at the site. Answers those that are known, and the jobs.
 */
export async function workOut(options: WorkOutOptions, moves: readonly Move[]): Promise<readonly PreparedInstance[]> {
  const wanted = moves.flatMap((move) => (move.do === 'work out' ? [move.instance] : []));
  if (wanted.length === 0) return [];
  try {
    return await workOutNow(options, new Set(wanted));
  } catch (error) {
    const fault = faultOf(error);
    options.log.appendAll(wanted.map((instance) => ({ event: 'ended', instance, outcome: 'failed', fault })));
    return [];
  }
}

async function workOutNow(
  { services, planning, log, again }: WorkOutOptions,
  wanted: ReadonlySet<InstanceId>,
): Promise<readonly PreparedInstance[]> {
  const prepared = await again();
  const found = prepared.instances.filter(({ instance }) => wanted.has(instance));
  const known = found.filter(({ catalog }) => catalog !== null);
  const uses = new Set(known.flatMap(({ context }) => context?.use ?? []));
  const jobs = prepared.instances.filter(
    ({ instance, job }) => job !== null && uses.has(job.use) && !log.state.instances.has(instance),
  );
  const planned = await Promise.all([...known, ...jobs].map((one) => readInstance(planning, prepared, one)));
  const before = new Set(log.state.decided.map(({ use }) => use));
  const decided = prepared.decisions.filter(({ use }) => uses.has(use) && !before.has(use));
  const there = new Map(found.map((one) => [one.instance, one]));
  services.database.transaction(() => {
    recordFounders(services.database, prepared.site.name, decided);
    const more = jobs.length === 0 ? [] : [graphOf(jobs, new Map())];
    log.appendAll([...decided, ...more, ...known.map(asKnown), ...planned]);
    for (const { instance, outcome, fault } of planned)
      if (outcome === 'failed') log.append({ event: 'ended', instance, outcome, fault });
    for (const instance of wanted) {
      const one = there.get(instance);
      if (one?.catalog == null)
        log.append({ event: 'ended', instance, outcome: one?.outcome ?? 'skipped', fault: one?.why ?? null });
    }
  });
  log.catchUp();
  return [...known, ...jobs];
}

const asKnown = ({
  instance,
  catalog,
  secrets,
  becomes,
  formed,
}: PreparedInstance): Extract<RunEvent, { readonly event: 'known' }> => ({
  event: 'known',
  instance,
  catalog: catalog as NonNullable<typeof catalog>,
  secrets: [...secrets] as Extract<RunEvent, { readonly event: 'known' }>['secrets'],
  becomes,
  formed,
});
