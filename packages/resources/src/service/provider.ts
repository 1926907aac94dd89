import { ResourceError } from '../contract/error.ts';
import type { Host, Owed } from '../contract/host.ts';
import type { Prior } from '../contract/prior.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { runChecked } from '../host/checked.ts';
import { errorOf } from '../host/error-of.ts';
import { readTogether } from '../host/read-each.ts';
import type { UnitProperties } from '../host/systemctl.ts';
import { unitName } from '../host/unit-name.ts';
import { ACTION_LIMIT, type Act, callAll } from './call-all.ts';
import type { ServiceParams } from './resource.ts';
import { cannotBe, exists, isDown, isEnabled, isRunning } from './unit-state.ts';
import { fallenOf, lookAt, lookBriefly, lookUntilSettled, monotonicNow, type Units } from './watch.ts';

export interface ServiceState {
  readonly enabled: boolean;
  readonly running: boolean;
  /** What was asked for and is not yet done, as `restart: file:/etc/motd`. */
  readonly owed: readonly string[];
}

type Change = Write<ServiceParams, ServiceState>;

/** A plan waits this long for units that are starting, as after a boot; after a start it is waited longer. In ms. */
const SETTLE_READ = 10_000;
const SETTLE_WRITE = 120_000;

/** As in the declaration: under this name the host remembers what is owed. */
const keyOf = (name: string): string => name.replace(/\.service$/, '');

const shownOwed = (owed: readonly Owed[]): readonly string[] =>
  [...new Set(owed.map(({ action, because }) => `${action}: ${because}`))].sort();

async function observe(host: Host, params: ServiceParams, units: Units): Promise<Observed<ServiceState>> {
  const unit = units.get(unitName(params.name));
  const owed = shownOwed(await host.owed(keyOf(params.name)));
  if (unit === undefined || !exists(unit)) {
    const nothingWanted = params.enabled !== true && params.running !== true && owed.length === 0;
    return nothingWanted ? { is: 'present', state: { enabled: false, running: false, owed } } : { is: 'absent' };
  }
  const reason = cannotBe(params, unit);
  if (reason !== undefined) return { is: 'unknown', reason };
  // One that is about to start does not run yet, but is not stopped either.
  const running = params.running === false ? !isDown(unit) : isRunning(unit);
  return { is: 'present', state: { enabled: isEnabled(unit), running, owed } };
}

async function read(host: Host, wanted: readonly ServiceParams[]): Promise<readonly Observed<ServiceState>[]> {
  const units = await lookUntilSettled(
    host,
    wanted.map(({ name }) => unitName(name)),
    SETTLE_READ,
    lookBriefly,
  );
  return Promise.all(wanted.map((params) => observe(host, params, units)));
}

/** The word for systemctl that brings the unit to where it should be, and does what is owed with it. */
function actionFor(
  { running, restart }: ServiceParams,
  unit: UnitProperties,
  owed: readonly Owed[],
): string | undefined {
  if (running === false) return isDown(unit) ? undefined : 'stop';
  if (!isRunning(unit)) return running === true ? (isDown(unit) ? 'start' : 'restart') : undefined;
  if (owed.length === 0 || restart === 'later') return undefined;
  return owed.some(({ action }) => action === 'restart') ? 'restart' : 'reload';
}

/** What one service needs, in its order. */
async function actsFor(host: Host, { params, found }: Change, units: Units): Promise<readonly Act[]> {
  const name = unitName(params.name);
  const unit = units.get(name);
  if (unit === undefined || !exists(unit)) {
    throw new ResourceError('no_unit', `There is no unit ${name} on this host.`, {
      concerns: [params],
      hint: 'Declare the package or the unit that brings it before the service.',
    });
  }
  const act = (word: string, of: string, brings: Act['brings']): Act => ({
    params,
    argv: ['systemctl', word, of],
    brings,
  });
  const isAsWanted = found.is === 'present' && found.state.enabled === params.enabled;
  // An alias may start a unit but not enable it, so its own name is used for that.
  const id = unit.get('Id') ?? name;
  const enable =
    params.enabled === undefined || isAsWanted ? [] : [act(params.enabled ? 'enable' : 'disable', id, 'enabled')];
  const action = actionFor(params, unit, await host.owed(keyOf(params.name)));
  const clear =
    action === 'start' && unit.get('ActiveState') === 'failed' ? [act('reset-failed', name, 'nothing')] : [];
  return [
    ...enable,
    ...clear,
    ...(action === undefined ? [] : [act(action, name, action === 'stop' ? 'nothing' : 'up')]),
  ];
}

/** One after another up to the first that refuses, then one look at all of them: what is owed to those that stay up is done. */
async function write(host: Host, changes: readonly Change[]): Promise<void> {
  const units = await lookAt(
    host,
    changes.map(({ params }) => unitName(params.name)),
  );
  const acts: Act[] = [];
  const reached = new Set<ServiceParams>();
  const unfit = await errorOf(async () => {
    for (const change of changes) {
      acts.push(...(await actsFor(host, change, units)));
      reached.add(change.params);
    }
  });
  const since = monotonicNow();
  const { done, refused } = await callAll(host, acts);
  for (const { params } of acts.slice(done)) reached.delete(params);
  const started = acts.slice(0, done).filter(({ brings }) => brings === 'up');
  const fallen = await fallenOf(host, started, SETTLE_WRITE, since);
  const renewed = new Set(started.map(({ params }) => params));
  for (const params of reached) {
    if (!fallen.has(params) && (params.restart !== 'later' || renewed.has(params)))
      await host.settle(keyOf(params.name));
  }
  const [first] = fallen.values();
  const error = first ?? refused;
  if (error !== undefined) throw error;
  if (unfit !== undefined) throw unfit.error;
}

/** A unit that does not exist is not enabled and does not run. */
async function standing(
  host: Host,
  { name }: ServiceParams,
): Promise<Readonly<Record<'enabled' | 'running', boolean>>> {
  const unit = (await lookUntilSettled(host, [unitName(name)], SETTLE_READ)).get(unitName(name));
  return { enabled: unit !== undefined && exists(unit) && isEnabled(unit), running: isRunning(unit) };
}

/** Enabled and running as it was; one that runs and is owed a restart gets it. */
async function restore(host: Host, params: ServiceParams, { state = {} }: Prior): Promise<void> {
  const before = { enabled: state.enabled === true, running: state.running === true };
  const now = await standing(host, params);
  const owed = await host.owed(keyOf(params.name));
  const isBack = now.enabled === before.enabled && now.running === before.running;
  if (isBack && (owed.length === 0 || !before.running)) return host.settle(keyOf(params.name));
  const found = { is: 'present', state: { ...now, owed: shownOwed(owed) } } as const;
  await write(host, [{ params: { name: params.name, ...before }, found }]);
}

/** What was written and is not what runs. */
const putOff = ({ restart }: ServiceParams, state: ServiceState | undefined): readonly string[] =>
  restart !== 'later' || state?.running !== true
    ? []
    : state.owed.map((owed) => `it does not run with what was written: ${owed} was put off (apply with --restart)`);

const listensFor = (action: Owed['action'], ids: readonly string[] = []): readonly Owed[] =>
  ids.map((because) => ({ action, because }));

/** Services: read with one question to systemd for all of them. */
export const serviceProvider: Provider<ServiceParams, ServiceState> = {
  want: ({ enabled, running, restart }) => ({
    ...(enabled === undefined ? {} : { enabled }),
    ...(running === undefined ? {} : { running }),
    ...(restart === 'later' ? {} : { owed: [] }),
  }),
  warnings: putOff,
  read: (host, wanted) => readTogether(wanted, (all) => read(host, all)),
  write,
  together: true,
  listensTo: ({ restartOn, reloadOn }) => [...listensFor('restart', restartOn), ...listensFor('reload', reloadOn)],
  gone: ({ enabled, running }) => !enabled && !running,
  capture: async (host, params) => ({ state: await standing(host, params) }),
  restore,
  restoresLast: ({ state = {} }) => state.running === true,
  async remove(host, { name }) {
    const unit = (await lookAt(host, [unitName(name)])).get(unitName(name));
    if (!exists(unit)) return;
    const argv = ['systemctl', 'disable', '--now', unit?.get('Id') ?? unitName(name)];
    await runChecked(host, `${name} could not be disabled and stopped`, { argv, timeoutMs: ACTION_LIMIT });
  },
};
