import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import { lastLines } from '../host/checked.ts';
import { pause } from '../host/pause.ts';
import { showUnits, type UnitProperties } from '../host/systemctl.ts';
import { unitName } from '../host/unit-name.ts';
import type { ServiceParams } from './resource.ts';
import { BRIEF, isOnItsWay, isRunning, PROPERTIES, runsPlainly, standing } from './unit-state.ts';

export type Units = ReadonlyMap<string, UnitProperties>;

/** Between two looks at a unit that is on its way, in ms. */
const LOOK_EVERY = 500;
/** A service that falls over at once does so within this, in ms: long enough for a wrong port or file, short enough to wait for. */
const MOMENT = 1_500;

export const lookAt = (host: Host, names: readonly string[]): Promise<Units> => showUnits(host, names, PROPERTIES);

/** Looks at units of which most run as they should: where questions are cheap, only the others are asked for everything. */
export async function lookBriefly(host: Host, names: readonly string[]): Promise<Units> {
  if (host.units === undefined) return lookAt(host, names);
  const units = await showUnits(host, names, BRIEF);
  const others = names.filter((name) => !runsPlainly(units.get(name)));
  return others.length === 0 ? units : new Map([...units, ...(await lookAt(host, others))]);
}

/** Looks until no unit is on its way any more, or the time (ms) is over; gives what was seen last. */
export async function lookUntilSettled(
  host: Host,
  names: readonly string[],
  timeoutMs: number,
  lookFirst = lookAt,
): Promise<Units> {
  let units = await lookFirst(host, names);
  for (let waited = 0; waited < timeoutMs && names.some((name) => isOnItsWay(units.get(name))); waited += LOOK_EVERY) {
    await pause(host, LOOK_EVERY);
    units = await lookAt(host, names);
  }
  return units;
}

/** The last lines of a unit's journal. */
async function journalOf(host: Host, name: string): Promise<readonly string[]> {
  return lastLines(await host.query(['journalctl', '-u', name, '-n', '20', '--no-pager', '-o', 'cat']));
}

/** The error for a service that does not do what was asked, with its journal. */
export async function serviceFailed(host: Host, what: string, { params, argv }: Started): Promise<ResourceError> {
  const name = unitName(params.name);
  return new ResourceError('service_failed', what, {
    command: argv.join(' '),
    lastLines: await journalOf(host, name),
    concerns: [params],
    hint: `See "journalctl -u ${name}" on the host. A restart that was owed stays owed.`,
  });
}

/** A service, and the command that was to bring it up. */
export interface Started {
  readonly params: ServiceParams;
  readonly argv: readonly string[];
}

/** Started again, or another process than a moment ago. */
const changedSince = (before: UnitProperties | undefined, after: UnitProperties | undefined): boolean =>
  before?.get('NRestarts') !== after?.get('NRestarts') || before?.get('InvocationID') !== after?.get('InvocationID');

/** The clock by which systemd says when a unit started: microseconds of CLOCK_MONOTONIC. */
export const monotonicNow = (): number => Number(process.hrtime.bigint() / 1000n);

/**
 * Which of the services that were started do not stay up, with the reason: looks once they have settled, and again when each has been up for a
 * moment. `since`: before the first of them was started.
 */
export async function fallenOf(
  host: Host,
  started: readonly Started[],
  timeoutMs: number,
  since: number,
): Promise<ReadonlyMap<ServiceParams, ResourceError>> {
  const fallen = new Map<ServiceParams, ResourceError>();
  if (started.length === 0) return fallen;
  const names = started.map(({ params }) => unitName(params.name));
  const before = await lookUntilSettled(host, names, timeoutMs);
  await pause(host, Math.max(...names.map((name) => leftOfMoment(before.get(name), since))));
  const after = await lookAt(host, names);
  for (const one of started) {
    const name = unitName(one.params.name);
    const what = howItFell(before.get(name), after.get(name));
    if (what !== undefined)
      fallen.set(one.params, await serviceFailed(host, `${name} does not stay up: ${what}.`, one));
  }
  return fallen;
}

/** How much of its moment a service has not been up for yet, in ms; all of it where it was only told to read its configuration again. */
export function leftOfMoment(unit: UnitProperties | undefined, since: number): number {
  const at = Number(unit?.get('ActiveEnterTimestampMonotonic'));
  if (!(at >= since)) return MOMENT;
  return Math.min(MOMENT, Math.max(0, MOMENT - (monotonicNow() - at) / 1000));
}

function howItFell(before: UnitProperties | undefined, after: UnitProperties | undefined): string | undefined {
  if (!isRunning(after)) return `it is ${standing(after)}`;
  return changedSince(before, after) ? 'it fell over and was started again' : undefined;
}
