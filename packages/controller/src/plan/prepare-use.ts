import type { Fault, HostName, JsonObject, RunEventOf, SiteDocument, UseName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Graph } from '../graph/graph.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { decide, isCluster } from './decide.ts';
import type { PlanDeps } from './deps.ts';
import { jobsOf } from './jobs.ts';
import { memberOf } from './members.ts';
import { fillOutputs, type LastGiven, NotKnownYet } from './outputs.ts';
import type { PreparedUse, UseContext } from './prepared.ts';

export interface Known {
  readonly site: SiteDocument;
  readonly graph: Graph;
  /** The uses before this one. */
  readonly uses: ReadonlyMap<string, PreparedUse>;
  readonly given: LastGiven;
  readonly recorded: readonly RunEventOf<'decided'>[] | undefined;
  readonly observes: boolean;
  readonly asked: boolean;
  readonly like: HostName | null;
  /** The use that is founded once more. */
  readonly anew?: UseName | undefined;
  /** The use that a drill is of. */
  readonly throwaway?: UseName | undefined;
  /** Refuses what members have had since their first start and the site says otherwise: it may be why they cannot be asked. */
  readonly refuseOther?: (use: Pick<PreparedUse, 'role' | 'hosts'>, context: UseContext) => Promise<void>;
}

/** Works out one use: its members, its parameters with everything filled in, and what is decided for it. */
export async function prepareUse(
  deps: PlanDeps,
  evaluator: Evaluator,
  known: Known,
  name: UseName,
): Promise<PreparedUse> {
  const { site, graph } = known;
  const document = site.uses.find(({ use }) => use === name);
  const role = site.roles.find(({ name: other }) => other === document?.role);
  if (document === undefined || role === undefined) {
    throw new ControllerError('unknown_role', `the site uses ${name}, and defines no role of that name`);
  }
  const hosts = graph.hosts.get(name) ?? [];
  const base = { use: name, role, hosts, context: null, decision: null, jobs: [] };
  const peers = hosts.flatMap((host) => memberOf(deps.services, site, host, known.like) ?? []);
  const unseen = hosts.find((host) => !peers.some((peer) => peer.name === host));
  try {
    const params = await paramsOf(deps, evaluator, known, name, document.params);
    if (peers.length === 0 || (unseen !== undefined && isCluster({ role }))) {
      return { ...base, why: waitsFor(unseen ?? name) };
    }
    const asked = { use: name, params, peers, record: null, decided: {} };
    const context = { ...asked, params: { ...params, ...(await inDrill(evaluator, known, role, asked)) } };
    const settled = await decided(deps, evaluator, known, { role, hosts }, context).catch(async (error: unknown) => {
      if (isUnobserved(error)) await known.refuseOther?.({ role, hosts }, context);
      throw error;
    });
    return { ...base, ...settled, jobs: await jobsOf(evaluator, { role, ...settled }), why: null };
  } catch (error) {
    return { ...base, why: faultFor(error) };
  }
}

/** What is otherwise on hosts to be thrown away. */
async function inDrill(
  evaluator: Evaluator,
  { throwaway }: Known,
  { has }: PreparedUse['role'],
  context: UseContext,
): Promise<JsonObject> {
  if (throwaway !== context.use || !has.includes('drillParams')) return {};
  return evaluator.ask({ call: 'drillParams', ...context });
}

async function paramsOf(
  deps: PlanDeps,
  evaluator: Evaluator,
  known: Known,
  use: UseName,
  written: JsonObject,
): Promise<JsonObject> {
  return evaluator.ask({
    call: 'params',
    use,
    params: await fillOutputs(deps.services.database, evaluator, known, written),
  });
}

async function decided(
  { services }: PlanDeps,
  evaluator: Evaluator,
  { site, recorded, observes, asked, anew }: Known,
  use: Pick<PreparedUse, 'role' | 'hosts'>,
  context: UseContext,
): Promise<Pick<PreparedUse, 'context' | 'decision'>> {
  if (!isCluster(use)) return { context, decision: null };
  const before = recorded?.find((one) => one.use === context.use);
  const decision = before ?? (await decide(services, evaluator, { site, observes, asked, anew }, use, context));
  return { context: { ...context, record: decision.record, decided: decision.decided }, decision };
}

const waitsFor = (host: string): Fault => ({
  code: 'deferred',
  message: `known after ${host}, of which nothing is known yet`,
  hint: `bring it under control with: controller enroll --host ${host as HostName}`,
});

const isUnobserved = (error: unknown): error is ControllerError =>
  error instanceof ControllerError && error.code === 'not_observed';

/** What a plan shows for a use that cannot be worked out; whatever is wrong with the site itself stops the plan. */
function faultFor(error: unknown): Fault {
  if (error instanceof NotKnownYet) return { code: 'deferred', message: error.message };
  if (isUnobserved(error)) return error.toFault();
  throw error;
}
