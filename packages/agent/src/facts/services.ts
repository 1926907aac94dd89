import type { Facts } from '@rolecall/protocol';
import { SYSTEMD_SOCKET } from '../systemd/ask.ts';
import { listUnits } from '../systemd/list-units.ts';
import { at, type FactSource, listIfAny } from './source.ts';

/** Our own steps, and users' sessions: they come and go. */
const PASSING = /^(rolecall-step|rolecall-ask|user@|user-runtime-dir@|run-)/;

/** Started by a question over D-Bus and gone half a minute later. */
const ON_DEMAND = new Set(
  ['hostnamed', 'localed', 'timedated', 'machined', 'importd', 'portabled'].map((name) => `systemd-${name}.service`),
);

/** Services that run, and those that systemd counts as failed; transient units are in neither. */
export async function readServices(source: FactSource): Promise<Facts['services']> {
  const units = await listUnits(at(source, SYSTEMD_SOCKET), ['running', 'failed'], ['*.service']);
  const transient = new Set(listIfAny(source, '/run/systemd/transient'));
  const lasting = units.filter(({ name }) => !PASSING.test(name) && !ON_DEMAND.has(name) && !transient.has(name));
  const named = (state: string): string[] =>
    lasting
      .filter((unit) => unit.subState === state || unit.activeState === state)
      .map((unit) => unit.name)
      .sort()
      .slice(0, 2048);
  return { running: named('running'), failed: named('failed') };
}
