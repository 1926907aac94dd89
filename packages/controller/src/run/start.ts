import type { Fault, HostName, Input, RunEventOf, RunId, SiteDocument, UseName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { type Prepared, refuseOthers } from '../plan/index.ts';
import type { Services } from '../serve/services.ts';
import { canonical } from '../site/canonical.ts';
import type { Database } from '../store/database.ts';
import { renameJobs } from '../store/jobs.ts';
import { takeLease } from '../store/leases.ts';
import { recordsOf } from '../store/records.ts';
import { createRun, eventsOf, findRun, openRuns } from '../store/runs.ts';
import { decidedOtherwise } from './decided-otherwise.ts';
import type { InstanceState } from './instance-state.ts';
import { planDigest } from './plan-digest.ts';
import { stateOf } from './plan-run.ts';
import { newRunId } from './run-id.ts';
import type { RunState } from './state.ts';

type Request = Input<'runs.start'>;

/** The plan that an apply names, once it is one that can be carried out. */
export function planFor(database: Database, request: Request): RunState {
  const { plan, bundle, expects } = request;
  const state = plan === null ? undefined : stateOf(database, plan);
  if (plan === null || state?.created?.mode !== 'plan') {
    throw new ControllerError('no_plan', 'an apply carries out a plan, and names it', {
      hint: 'start a run of mode plan first',
    });
  }
  if (state.finished === null) throw new ControllerError('no_plan', `plan ${plan} has not finished yet`);
  if (state.finished.outcome === 'failed')
    throw new ControllerError('no_plan', `plan ${plan} failed, so it is not carried out`);
  if (state.created.bundle !== bundle)
    throw new ControllerError('no_plan', `plan ${plan} was made for another state of the site`);
  if (expects !== null && planDigest(eventsOf(database, plan).map(({ body }) => body)) !== expects) {
    throw new ControllerError('no_plan', `the saved plan is not what this controller planned as ${plan}`, {
      hint: 'plan again, and save that',
    });
  }
  return state;
}

/** Begins the row of a plan. */
export function createPlan(database: Database, request: Request, site: string, operator: string): RunId {
  const run = newRunId();
  const { intent, bundle, limit, resumes, simulate, skips, restarts } = request;
  createRun(database, {
    event: 'created',
    run,
    mode: 'plan',
    intent,
    site,
    bundle,
    operator,
    term: 0,
    limit,
    plan: null,
    resumes,
    strict: false,
    simulate,
    ...(skips === undefined ? {} : { skips }),
    ...(restarts === undefined ? {} : { restarts }),
  });
  return run;
}

/**
 * Begins an apply: takes the site's lease, and refuses while another run changes one of its hosts, or where another site has come to one of them since
 * it was planned.
 */
export function createApply(
  { database, blobs }: Pick<Services, 'database' | 'blobs'>,
  planned: RunState,
  operator: string,
  strict = false,
): RunId {
  const run = newRunId();
  const plan = planned.created;
  if (plan === null) throw new ControllerError('no_plan', 'an apply carries out a plan, and names it');
  database.transaction(() => {
    const term = takeLease(database, plan.site, run);
    refuseBusyHosts(database, planned);
    refuseOthers({ database, blobs }, { name: plan.site, uses: [] }, planned.instances.values());
    createRun(database, { ...plan, run, mode: 'apply', operator, term, plan: plan.run, strict, simulate: false });
  });
  return run;
}

function refuseBusyHosts(database: Database, planned: RunState): void {
  const wanted = new Set(planned.instances.values().flatMap(hostsOf));
  for (const open of openRuns(database)) {
    if (open.mode !== 'apply') continue;
    // One that has only just begun says in its plan which hosts it will change.
    const { created, instances } = stateOf(database, open.run);
    const meant = instances.size === 0 && created?.plan ? stateOf(database, created.plan).instances : instances;
    const shared = meant
      .values()
      .flatMap(hostsOf)
      .find((host) => wanted.has(host));
    if (shared === undefined) continue;
    throw new ControllerError(
      'host_busy',
      `${open.operator} is changing ${shared} right now, in run ${open.run} of ${open.site}`,
      {
        hint: `look at it with: controller runs show ${open.run} --follow`,
      },
    );
  }
}

const hostsOf = ({ job, host }: InstanceState): readonly HostName[] => job?.hosts ?? [host];

/**
 * What moved between a plan and its apply, or nothing: the reader said yes to that plan and to no other. What is compared is what
 * was decided and what each instance wants; what the hosts are like is read again by the engine before it writes.
 */
export function movedSince(planned: RunState, now: Prepared): Fault | undefined {
  for (const { use, decided } of now.decisions) {
    const before = planned.decided.find((one) => one.use === use);
    // It could not be known when the plan was made, and the plan says so.
    if (before === undefined && planned.instances.ofUse(use).every(({ catalog }) => catalog === null)) continue;
    const otherwise = decidedOtherwise(before?.decided ?? null, decided);
    if (otherwise !== undefined) return moved(`${use} decides otherwise than when the plan was made (${otherwise})`);
  }
  const changed = now.instances.find(({ instance, catalog }) => {
    const before = planned.instances.get(instance);
    return before !== undefined && before.catalog !== null && before.catalog !== catalog;
  });
  return changed === undefined
    ? undefined
    : moved(`${changed.instance} wants something else than when the plan was made`);
}

/** The first instance that is not as a plan saw it, when it is read again; nothing where all are. */
export function movedOnHost(planned: RunState, now: readonly RunEventOf<'planned'>[]): Fault | undefined {
  for (const one of now) {
    const before = planned.instances.get(one.instance)?.planned ?? null;
    // What is warned of comes with time, and is no change.
    if (canonical({ ...before, simulated: null, warnings: [] }) === canonical({ ...one, warnings: [] })) continue;
    const difference = firstDifference(before, one);
    return moved(`${one.instance} is not as it was: ${difference}`);
  }
  return undefined;
}

function firstDifference(before: RunEventOf<'planned'> | null, now: RunEventOf<'planned'>): string {
  const outcomes = `it was ${before?.outcome ?? 'not planned'} and is ${now.outcome}`;
  const isRead = (outcome: string | undefined) => outcome === 'ok' || outcome === 'changed';
  if (!isRead(before?.outcome) || !isRead(now.outcome)) return outcomes;
  const shown = (planned: RunEventOf<'planned'> | null) =>
    new Map((planned?.changes ?? []).map((change) => [`${change.kind} ${change.key}`, canonical(change)]));
  const [old, found] = [shown(before), shown(now)];
  const other = [...found.keys(), ...old.keys()].find((id) => old.get(id) !== found.get(id));
  return other === undefined ? outcomes : `${other} is found otherwise`;
}

const moved = (what: string): Fault => ({
  code: 'moved',
  message: `${what}, so the plan is not carried out`,
  hint: 'plan again, and look at it',
});

/** What happens to the site's own records when an apply begins: those of what moved are carried over. */
export function carryRecords(database: Database, { name, moved }: SiteDocument): void {
  for (const [former, use] of Object.entries(moved.uses)) {
    recordsOf(database).forget(name, former);
    renameJobs(database, name, former, use);
  }
}

/** Writes down who founds a cluster, or that one was found, before anything of it starts; a record that is there stays. */
export function recordFounders(database: Database, site: string, decisions: readonly RunEventOf<'decided'>[]): void {
  const records = recordsOf(database);
  for (const { use, record } of decisions) {
    if (record === null) continue;
    records.found(site, use as UseName, record.founder);
    if (record.formed) records.formed(site, use);
  }
}

/** A run that is there, or an error that says where to look. */
export function existing(database: Database, run: RunId): void {
  if (findRun(database, run) !== undefined) return;
  throw new ControllerError('no_run', `there is no run ${run}`, { hint: 'controller runs lists them' });
}
