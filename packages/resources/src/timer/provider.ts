import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { lastLines, succeeded } from '../host/checked.ts';
import { dropUnits, putUnit, systemctl, unitPath, unitsAt, unitTextAt } from '../host/own-units.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { readEach, readTogether } from '../host/read-each.ts';
import { dropFile } from '../host/system-file.ts';
import type { UnitProperties } from '../host/systemctl.ts';
import type { TimerParams } from './resource.ts';
import { serviceText, timerText } from './units.ts';

export interface TimerState {
  readonly service: string;
  readonly timer: string;
  readonly enabled: boolean;
  readonly running: boolean;
  /** Whether systemd has read both units as they are. */
  readonly loaded: boolean;
}

const unitsOf = ({ name }: TimerParams) => ({ service: `${name}.service`, timer: `${name}.timer` });
const what = ({ name }: TimerParams): string => `The timer ${name} could not be set up`;

/** On a copy of the host no systemd answers, not even that there is no such unit: what was asked of it counts as done. */
const isLoaded = (unit: UnitProperties | undefined): boolean =>
  unit === undefined || (unit.get('NeedDaemonReload') !== 'yes' && unit.get('LoadState') === 'loaded');

async function readOne(
  host: Host,
  params: TimerParams,
  units: ReadonlyMap<string, UnitProperties>,
): Promise<Observed<TimerState>> {
  const names = unitsOf(params);
  const [service, timer] = [await unitTextAt(host, names.service), await unitTextAt(host, names.timer)];
  if (service === undefined && timer === undefined) return { is: 'absent' };
  const unit = units.get(names.timer);
  const state = {
    service: service ?? '',
    timer: timer ?? '',
    enabled: unit === undefined || unit.get('UnitFileState') === 'enabled',
    running: unit === undefined || unit.get('ActiveState') === 'active',
    loaded: isLoaded(unit) && isLoaded(units.get(names.service)),
  };
  return { is: 'present', state };
}

async function read(host: Host, wanted: readonly TimerParams[]): Promise<readonly Observed<TimerState>[]> {
  const units = await unitsAt(
    host,
    wanted.flatMap((params) => Object.values(unitsOf(params))),
  );
  return readEach(wanted, (params) => readOne(host, params, units));
}

/** systemd would take the timer and never run it. */
async function refuseBadTime(host: Host, { name, calendar }: TimerParams): Promise<void> {
  const argv = ['systemd-analyze', 'calendar', '--', calendar];
  const completed = await host.query(argv);
  if (succeeded(completed)) return;
  throw new ResourceError(
    'bad_calendar',
    `The timer ${name} has a time that systemd does not understand: ${calendar}`,
    {
      command: argv.join(' '),
      lastLines: lastLines(completed),
      hint: 'Times are written as in systemd.time(7), such as "daily" or "Sun *-*-* 02:00".',
    },
  );
}

async function write(host: Host, params: TimerParams): Promise<void> {
  const names = unitsOf(params);
  await refuseBadTime(host, params);
  await putUnit(host, names.service, serviceText(params));
  await putUnit(host, names.timer, timerText(params));
  await systemctl(host, what(params), 'daemon-reload');
  await systemctl(host, what(params), 'enable', names.timer);
  // A timer that runs keeps the time that it worked out before.
  await systemctl(host, what(params), 'restart', names.timer);
}

/** When it ran last, which `catchUp` has systemd remember. */
const stampOf = ({ name }: TimerParams): string => `/var/lib/systemd/timers/stamp-${name}.timer`;

const pathsOf = (params: TimerParams): readonly string[] => Object.values(unitsOf(params)).map(unitPath);

/** Timers: two units each, and a run that is under way is never cut off. */
export const timerProvider: Provider<TimerParams, TimerState> = {
  simulates: true,
  textProperties: ['service', 'timer'],
  want: (params) => ({
    service: serviceText(params),
    timer: timerText(params),
    enabled: true,
    running: true,
    loaded: true,
  }),
  read: (host, wanted) => readTogether(wanted, (all) => read(host, all)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  async remove(host, params) {
    const names = unitsOf(params);
    if ((await unitTextAt(host, names.timer)) !== undefined) {
      await systemctl(host, what(params), 'disable', '--now', names.timer);
    }
    if (await dropUnits(host, Object.values(names))) await systemctl(host, what(params), 'daemon-reload');
    await dropFile(host, stampOf(params));
  },
  async capture(host, params) {
    const unit = (await unitsAt(host, [unitsOf(params).timer])).get(unitsOf(params).timer);
    const enabled = unit?.get('UnitFileState') === 'enabled';
    const running = unit?.get('ActiveState') === 'active';
    return { paths: await capturePaths(host, pathsOf(params)), state: { enabled, running } };
  },
  async restore(host, params, { paths = {}, state = {} }) {
    const { timer } = unitsOf(params);
    if ((await unitTextAt(host, timer)) !== undefined) await systemctl(host, what(params), 'disable', '--now', timer);
    await restorePaths(host, paths);
    if (paths[unitPath(timer)] === null) await dropFile(host, stampOf(params));
    await systemctl(host, what(params), 'daemon-reload');
    if (state.enabled === true) await systemctl(host, what(params), 'enable', timer);
    if (state.running === true) await systemctl(host, what(params), 'restart', timer);
  },
};
