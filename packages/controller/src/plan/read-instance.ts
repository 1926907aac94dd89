import type { Fault, RunEventOf } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { PlanDeps } from './deps.ts';
import { disturbanceOf } from './disturbance.ts';
import type { Prepared, PreparedInstance } from './prepared.ts';
import { readJob } from './read-job.ts';
import { sharedReasons } from './shared-restarts.ts';
import { stageCatalog } from './stages.ts';

type Planned = RunEventOf<'planned'>;

/** Lets one host read and compare. Whatever goes wrong is an outcome of this instance, never an error of the plan. */
export async function readInstance(
  deps: PlanDeps,
  prepared: Prepared,
  one: PreparedInstance,
  simulate = false,
): Promise<Planned> {
  const { services } = deps;
  const { instance, host, catalog } = one;
  if (one.job !== null) return readJob(deps, prepared, one, one.job);
  if (catalog === null) return said(one, one.outcome ?? 'skipped', one.why);
  if (!services.hub.isLinked(host)) return said(one, 'unreachable', notLinked(one));
  try {
    const sealed = services.secrets.sealFor(host, one.secrets);
    const wanted = { instance, catalog, sealed, simulate };
    const { changes, okCount, warnings, simulated, fault } = await services.hub.plan(host, wanted);
    if (fault !== undefined)
      return { ...said(one, 'failed', fault), changes: [...changes], okCount, warnings: [...warnings] };
    const stops = changes.some((change) => disturbanceOf(change) === 'stops');
    const alone = sharedReasons(changes, one.togetherOn).length === 0;
    const drains = stops && alone && (await stageCatalog(deps, prepared, one, 'drain')) !== null;
    const outcome = changes.length === 0 ? 'ok' : 'changed';
    const found = { changes: [...changes], okCount, drains, simulated, warnings: [...warnings] };
    return { event: 'planned', instance, outcome, ...found, fault: null };
  } catch (error) {
    if (!(error instanceof ControllerError)) throw error;
    const away = error.code === 'unreachable' || error.code === 'no_answer';
    return said(one, away ? 'unreachable' : 'failed', error.toFault());
  }
}

const said = ({ instance }: PreparedInstance, outcome: Planned['outcome'], fault: Fault | null): Planned => ({
  event: 'planned',
  instance,
  outcome,
  changes: [],
  okCount: 0,
  drains: false,
  simulated: null,
  warnings: [],
  fault,
});

const notLinked = ({ host, gone }: PreparedInstance): Fault => ({
  code: 'unreachable',
  message: `${host} is not linked`,
  hint: gone
    ? `bring it back, so that what it has can be taken away; if it is gone for good: controller hosts revoke ${host}`
    : 'look at it: controller hosts; on the host: journalctl -u rolecall-agent',
});
