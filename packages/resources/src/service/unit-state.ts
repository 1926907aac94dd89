import type { UnitProperties } from '../host/systemctl.ts';
import type { ServiceParams } from './resource.ts';

/** What is asked of systemd about a service. */
export const PROPERTIES: readonly string[] = [
  'Id',
  'LoadState',
  'LoadError',
  'ActiveState',
  'SubState',
  'Result',
  'UnitFileState',
  'Type',
  'RemainAfterExit',
  'NRestarts',
  'InvocationID',
  'ActiveEnterTimestampMonotonic',
];

/** What says enough about a unit that runs; of one that does not, the rest has to be known. */
export const BRIEF: readonly string[] = ['LoadState', 'ActiveState', 'SubState', 'UnitFileState'];

/** Whether nothing but `BRIEF` needs to be known: it was loaded, and its process runs. */
export const runsPlainly = (unit: UnitProperties | undefined): boolean =>
  of(unit, 'LoadState') === 'loaded' && of(unit, 'ActiveState') === 'active' && of(unit, 'SubState') === 'running';

/** Words of `UnitFileState` for units whose links make them start with the host. */
const ENABLED = new Set(['enabled', 'alias']);
/** Words for units that have nothing to enable; what they say instead. */
const NOT_ENABLEABLE: Readonly<Record<string, string>> = {
  static: 'is static: it has no [Install] section, others start it',
  indirect: 'is indirect: enable the unit that its Also= names',
  generated: 'is generated from a file of another program: enable it there',
  transient: 'is transient: it is gone after a reboot',
};

const of = (unit: UnitProperties | undefined, name: string): string => unit?.get(name) ?? '';

export const exists = (unit: UnitProperties | undefined): boolean => !['', 'not-found'].includes(of(unit, 'LoadState'));

export const isEnabled = (unit: UnitProperties): boolean => ENABLED.has(of(unit, 'UnitFileState'));

/** Runs: also while it reads its configuration again. */
export const isRunning = (unit: UnitProperties | undefined): boolean =>
  ['active', 'reloading', 'refreshing'].includes(of(unit, 'ActiveState'));

/** On its way: what it becomes is not yet known. A unit between two automatic restarts is not on its way, it fell over. */
export const isOnItsWay = (unit: UnitProperties | undefined): boolean =>
  ['activating', 'deactivating'].includes(of(unit, 'ActiveState')) && !of(unit, 'SubState').startsWith('auto-restart');

/** Does not run, and nothing is about to start it. */
export const isDown = (unit: UnitProperties): boolean => ['inactive', 'failed'].includes(of(unit, 'ActiveState'));

/** How a unit stands, for a sentence: `failed (exit-code)`. */
export function standing(unit: UnitProperties | undefined): string {
  const result = of(unit, 'Result');
  return `${of(unit, 'ActiveState')} (${of(unit, 'SubState')}${['', 'success'].includes(result) ? '' : `, ${result}`})`;
}

/** Why what is wanted of a unit can never be, or must not be forced; nothing where it can. */
export function cannotBe({ name, enabled, running }: ServiceParams, unit: UnitProperties): string | undefined {
  const fileState = of(unit, 'UnitFileState');
  const masked = of(unit, 'LoadState') === 'masked' || fileState.startsWith('masked');
  if (masked && (enabled === true || running === true)) {
    return `${name} is masked: someone forbade it to start. It is left so; "systemctl unmask ${name}" allows it.`;
  }
  const reason = NOT_ENABLEABLE[fileState];
  if (enabled === true && reason !== undefined)
    return `${name} cannot be enabled: it ${reason}. Leave out \`enabled\`.`;
  const ends = of(unit, 'Type') === 'oneshot' && of(unit, 'RemainAfterExit') === 'no';
  if (running === true && ends) {
    return `${name} does its work and ends: it is never running. Leave out \`running\`, or manage its timer.`;
  }
  if (['bad-setting', 'error'].includes(of(unit, 'LoadState'))) {
    return `systemd cannot load ${name}: ${of(unit, 'LoadError')}. "systemd-analyze verify ${name}" names the line.`;
  }
  return undefined;
}
