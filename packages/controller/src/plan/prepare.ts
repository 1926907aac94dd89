import {
  ALL_AT_ONCE,
  type Fault,
  type Finding,
  type HostName,
  type InstanceId,
  instanceId,
  partsOfInstance,
  type RoleDocument,
  type RunEventOf,
  type Sha256,
  type SiteDocument,
  type UseName,
} from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { buildGraph } from '../graph/build-graph.ts';
import type { Graph } from '../graph/graph.ts';
import { type Packs, packsOf } from '../packs/bring.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { findHost } from '../store/hosts.ts';
import { storeCatalog } from './catalog.ts';
import { Claims } from './conflicts.ts';
import type { PlanDeps } from './deps.ts';
import { frozenOn, refuseThawed } from './frozen.ts';
import { type Former, formerInstances } from './gone.ts';
import { refuseLost, withRestored } from './identity.ts';
import { prepareJobs, refuseUnknownJobs } from './jobs.ts';
import { labelsFor } from './members.ts';
import { moveFindings } from './moved.ts';
import { lastGiven } from './outputs.ts';
import { passOn } from './pass-on.ts';
import { prepareUse } from './prepare-use.ts';
import type { Prepared, PreparedInstance, PreparedUse, UseContext } from './prepared.ts';
import { refuseBehind } from './recipe/behind.ts';
import { siteBehind, thrownAway } from './recipe/drill.ts';
import { dueNow, refuseUnknownUses } from './restarts.ts';

export interface PrepareRequest {
  readonly bundle: Sha256;
  /** A fact query: only these hosts are planned; others still count as members. */
  readonly limit: string | null;
  /** Uses whose services do now what they put off. */
  readonly restarts?: readonly UseName[];
  /** What was decided before: nothing is observed again, so that a restarted controller goes on with the same run. */
  readonly recorded?: readonly RunEventOf<'decided'>[];
  /** Whether live systems are asked; without it everything is decided as if nobody had answered. */
  readonly observes?: boolean;
  /** Every member was asked a moment ago, for the plan that is carried out: one that went away since is waited for. */
  readonly asked?: boolean;
  /** Hosts that were never seen are taken to be like this one: for what looks at a site and touches no host. */
  readonly like?: HostName | null;
  /** Whose outputs are what they last gave; without it those of hosts that are not linked. */
  readonly isAway?: (host: HostName) => boolean;
}

/**
 * Works a site out: its graph, what the live system decides, and a catalog for each instance. Touches no host but to ask.
 * @throws ControllerError with its place, for whatever is wrong with the site
 */
export async function prepare(deps: PlanDeps, request: PrepareRequest): Promise<Prepared> {
  const { services } = deps;
  const evaluator = deps.evaluatorOf(request.bundle);
  const { site, graph } = await loadSite(deps, evaluator);
  refuseBehind(deps, site, graph);
  const packs = await packsOf(services, request.bundle, site);
  const { restarts = [] } = request;
  refuseUnknownUses(graph, restarts);
  await makeSecrets(deps, site);
  const limited = request.limit === null ? undefined : new Set(services.selectHosts(request.limit));
  const uses = new Map<string, PreparedUse>();
  const former = formerInstances(services, site, (id) => graph.nodes.has(id));
  const claims = new Claims();
  const instances: PreparedInstance[] = [];
  const known = {
    site,
    graph,
    uses,
    given: lastGiven(services.database, site.name, request.isAway ?? ((host) => !services.hub.isLinked(host))),
    recorded: request.recorded,
    observes: request.observes ?? true,
    asked: request.asked ?? false,
    like: request.like ?? null,
    refuseOther: async ({ role, hosts }: Pick<PreparedUse, 'role' | 'hosts'>, context: UseContext) => {
      for (const host of hosts) {
        if (limited !== undefined && !limited.has(host)) continue;
        const frozen = await frozenOn(evaluator, { role }, context, host);
        refuseThawed(services.database, ownerOf(site, former, instanceId(context.use, host)), frozen);
      }
    },
  };
  for (const name of graph.uses) {
    const use = await prepareUse(deps, evaluator, known, name);
    for (const host of use.hosts)
      refuseUnknownJobs(site, name, graph.nodes.get(instanceId(name, host))?.after ?? [], uses);
    uses.set(name, use);
    for (const host of use.hosts) {
      if (limited !== undefined && !limited.has(host)) continue;
      const around = { site, graph, claims, former, packs, restarts, like: known.like, observes: known.observes };
      instances.push(await prepareInstance(deps, evaluator, around, use, host));
    }
    instances.push(...prepareJobs(services, use, use.jobs, { hosts: use.hosts, limited }));
  }
  const decisions = [...uses.values()].flatMap(({ decision }) => decision ?? []);
  const gone = former.gone.filter(({ host }) => limited?.has(host) ?? true);
  const all = passOn(services, site.name, claims, [...instances, ...gone]);
  const notes = [...former.notes, ...declaredOnly(site, graph)];
  return { site, graph, evaluator, decisions, notes, instances: all };
}

/** Where a machine is planned for something that no role brings about yet, a plan does not look as if one did. */
const declaredOnly = (site: SiteDocument, graph: Graph): readonly RunEventOf<'noted'>[] =>
  site.uses
    .filter(({ role }) => site.roles.find(({ name }) => name === role)?.declaredOnly === true)
    .map(({ use }) => ({
      event: 'noted',
      about: use,
      note: `only declared, nothing of it is managed yet (${(graph.hosts.get(use) ?? []).join(', ')})`,
    }));

/** A site with its graph, and everything that is wrong with the two. */
export interface Survey {
  readonly site: SiteDocument;
  readonly graph: Graph;
  readonly findings: readonly Finding[];
}

export async function surveySite({ services }: PlanDeps, evaluator: Evaluator): Promise<Survey> {
  const site = await evaluator.ask({ call: 'site' });
  const labelsOf = (host: HostName) => labelsFor(services, site, host);
  const graph = buildGraph({ site, labelsOf });
  return {
    site,
    graph,
    findings: [...graph.findings, ...moveFindings(site)],
  };
}

/** The site and its graph. @throws ControllerError for the first thing that is wrong with them */
export async function loadSite(deps: PlanDeps, evaluator: Evaluator): Promise<Omit<Survey, 'findings'>> {
  const { site, graph, findings } = await surveySite(deps, evaluator);
  const [finding] = findings;
  if (finding === undefined) return { site, graph };
  throw new ControllerError(finding.code, finding.message, finding.at === null ? {} : { at: finding.at });
}

/** Secrets that are to be made are; those that nobody set are said. @throws ControllerError `unknown_secret` */
export async function makeSecrets({ services }: PlanDeps, site: SiteDocument): Promise<void> {
  const wanted = site.secrets.flatMap(({ name, generate }) =>
    generate === undefined ? [] : [{ name, length: generate }],
  );
  await services.secrets.ensureGenerated(wanted);
  for (const { name, source } of site.secrets) {
    try {
      services.secrets.versions([name]);
    } catch (cause) {
      throw new ControllerError('unknown_secret', `the secret ${name} is not set`, {
        at: source,
        hint: `set it: controller secrets set ${name} < FILE`,
        cause,
      });
    }
  }
}

/** What an instance is worked out among. */
export interface Around {
  readonly site: SiteDocument;
  readonly graph: Graph;
  readonly claims: Claims;
  readonly former: Former;
  readonly packs: Packs;
  readonly restarts: readonly UseName[];
  /** What hosts are taken to be like that nobody saw. */
  readonly like: HostName | null;
  /** Whether live systems are asked. */
  readonly observes: boolean;
  /** All that it brings goes again, whatever it holds by then. */
  readonly throwaway?: boolean;
}

/** Works one instance out, with a catalog for its host. */
export async function prepareInstance(
  { services }: PlanDeps,
  evaluator: Evaluator,
  { site, graph, claims, former, packs, restarts, like, observes, throwaway = false }: Around,
  { use, role, context, why, decision, hosts }: PreparedUse,
  host: HostName,
): Promise<PreparedInstance> {
  const instance = instanceId(use, host);
  const common = {
    instance,
    host,
    after: graph.nodes.get(instance)?.after ?? [],
    position: Math.max(0, (decision?.order ?? hosts).indexOf(host)),
    maxUnavailable: role.cluster.maxUnavailable,
    together: role.cluster.together,
    ...(role.cluster.togetherOn && { togetherOn: role.cluster.togetherOn }),
    formed: context?.record?.formed ?? false,
    parts: role.has,
    context,
    frozen: null,
    gone: false,
    formerly: former.names.get(instance) ?? [],
    locks: memberLocks(use, role),
    job: null,
  };
  const none = { ...common, catalog: null, secrets: [], becomes: null };
  if (like === null && findHost(services.database, host) === undefined)
    return { ...none, outcome: 'unreachable', why: neverEnrolled(host) };
  if (context === null) return { ...none, outcome: why?.code === 'deferred' ? 'skipped' : 'failed', why };
  if (!context.peers.some(({ name }) => name === host))
    return { ...none, outcome: 'unreachable', why: neverSeen(host) };
  const frozen = await frozenOn(evaluator, { role }, context, host);
  const owner = ownerOf(site, former, instance);
  refuseThawed(services.database, owner, frozen);
  if (observes) await refuseLost(services, owner, role.identity ?? []);
  const resources = await evaluator.ask({ call: 'resources', ...context, host });
  const restored = withRestored(services, owner, resources, role.source);
  const due = restarts.includes(use) ? restored.map(dueNow) : restored;
  const declared = throwaway ? due.map(thrownAway) : due;
  claims.add(host, use, declared);
  const stored = storeCatalog(services, { ...common, site: siteBehind(site.name) }, declared, packs);
  return { ...common, ...stored, frozen, becomes: stored.catalog, outcome: null, why: null };
}

/** Whose settings and files they are that an instance is to keep, under all the names that it had. */
function ownerOf(site: SiteDocument, former: Former, instance: InstanceId) {
  const { use, host } = partsOfInstance(instance);
  const at = site.uses.find((document) => document.use === use)?.source ?? null;
  return { site: site.name, instance, names: [instance, ...(former.names.get(instance) ?? [])], host, at };
}

/** Members of a cluster that are taken down, one after another or together: nobody changes which members it has meanwhile. */
const memberLocks = (use: UseName, { cluster }: RoleDocument): PreparedInstance['locks'] =>
  cluster.together || cluster.maxUnavailable < ALL_AT_ONCE
    ? [{ of: 'cluster', cluster: use, lock: 'maintenance' }]
    : [];

const neverEnrolled = (host: HostName): Fault => ({
  code: 'not_enrolled',
  message: `${host} was never enrolled`,
  hint: `bring it under control with: controller enroll --host ${host}`,
});

const neverSeen = (host: HostName): Fault => ({
  code: 'never_seen',
  message: `${host} is enrolled, but has not said anything about itself yet`,
  hint: 'look at its agent: journalctl -u rolecall-agent',
});
