import {
  type Fault,
  type HostName,
  partsOfInstance,
  type RecipeDocument,
  type RecipeWish,
  type RunEventOf,
  type Sha256,
  type SiteDocument,
  type UseName,
} from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import { buildGraph } from '../../graph/build-graph.ts';
import type { Graph } from '../../graph/graph.ts';
import { referencesIn } from '../../graph/references.ts';
import { packsOf } from '../../packs/bring.ts';
import { appliedOf } from '../../store/applied.ts';
import { findHost } from '../../store/hosts.ts';
import { leftMembers } from '../../store/left-members.ts';
import { Claims } from '../conflicts.ts';
import type { PlanDeps } from '../deps.ts';
import { labelsFor } from '../members.ts';
import { lastGiven } from '../outputs.ts';
import { loadSite, makeSecrets } from '../prepare.ts';
import { prepareUse } from '../prepare-use.ts';
import type { Prepared, PreparedUse, UseContext } from '../prepared.ts';
import { refuseBehind } from './behind.ts';
import { type Concerned, concernedBy, sourceOf, withMembers } from './concerned.ts';
import { asDrill, drilledSite, onlyTakesAway, stillThere } from './drill.ts';
import { refuseWish, roleWithRecipe } from './refusals.ts';
import { type Cast, prepareSteps } from './steps.ts';

export interface RecipeRequest {
  readonly bundle: Sha256;
  readonly wish: RecipeWish;
  /** As in `prepare`. */
  readonly recorded?: readonly RunEventOf<'decided'>[];
  readonly asked?: boolean;
  readonly isAway?: (host: HostName) => boolean;
}

/**
 * Works a recipe out: whom it is about, what the live system decides, and a node for each of its steps. Touches no host but to ask.
 * @throws ControllerError in one sentence for what is refused
 */
export async function prepareRecipe(deps: PlanDeps, request: RecipeRequest): Promise<Prepared> {
  const { services } = deps;
  const { bundle } = request;
  const wish = request.wish.recipe === 'drill' ? stillThere(services, request.wish) : request.wish;
  const evaluator = deps.evaluatorOf(bundle);
  const { site: written, graph: declared } = await loadSite(deps, evaluator);
  roleWithRecipe(written, wish);
  if (wish.recipe === 'upgrade' || wish.recipe === 'restore') refuseBehind(deps, written, declared);
  const named = declared.hosts.get(wish.use) ?? [];
  const { listed, applied } = membersOf(deps, written, wish, named);
  // What was refused before it began is not refused in its middle.
  if (request.recorded === undefined) refuseWish(services, written, wish, { listed, applied });
  const concerned = concernedBy(listed, applied, wish);
  const site = withMembers(written, wish.use, concerned.everybody);
  const graph = buildGraph({ site, labelsOf: (host) => labelsFor(services, site, host) });
  await makeSecrets(deps, site);
  const uses = await usesFor(deps, { ...request, wish }, site, graph);
  const use = uses.get(wish.use);
  const context = use?.context;
  if (use === undefined || context == null) throw notKnown(wish, use);
  const drill = wish.recipe === 'drill';
  const asked = await evaluator.ask({ call: 'recipe', ...context, wish });
  const document = drill ? asDrill(asked, wish, sourceOf(site, wish.use)) : asked;
  const own = drill ? drilledSite(site, wish.use) : site;
  const cast: Cast = {
    ...{ services, evaluator, site: own, graph, wish, use, document },
    packs: await packsOf(services, bundle, site),
    claims: new Claims(),
    afterwards: onlyWith(context, concerned.afterwards),
  };
  const { instances, notes } = await prepareSteps(cast);
  const decisions = [...uses.values()].flatMap(({ decision }) => decision ?? []);
  return {
    site: own,
    graph,
    evaluator,
    decisions,
    instances,
    notes: [...noted(wish, document), ...notes, ...behind(wish, named, concerned)],
  };
}

/**
 * The hosts that the site names for a use, and those on which it was brought about: without those that a recipe took out, and without those that were
 * cut off and that nobody names any more.
 */
function membersOf(
  { services: { database } }: PlanDeps,
  { name }: SiteDocument,
  { use, host: subject }: RecipeWish,
  named: readonly HostName[],
) {
  const left = new Set(leftMembers(database, name, use).map(({ host }) => host));
  const isLost = (host: HostName): boolean =>
    host !== subject && !named.includes(host) && findHost(database, host)?.revoked === true;
  const applied = [...appliedOf(database, name).keys()].map(partsOfInstance);
  const hosts = applied.filter((one) => one.use === use).map(({ host }) => host);
  return {
    listed: named.filter((host) => !left.has(host)),
    applied: hosts.filter((host) => !left.has(host) && !isLost(host)),
  };
}

/** The use that the recipe is about, after those whose outputs it uses. */
async function usesFor(
  deps: PlanDeps,
  { bundle, wish, recorded, asked, isAway }: RecipeRequest,
  site: SiteDocument,
  graph: Graph,
): Promise<ReadonlyMap<string, PreparedUse>> {
  const { database, hub } = deps.services;
  const evaluator = deps.evaluatorOf(bundle);
  const uses = new Map<string, PreparedUse>();
  const known = {
    site,
    graph,
    uses,
    given: lastGiven(database, site.name, isAway ?? ((host) => !hub.isLinked(host))),
    recorded,
    // What is only taken away decides nothing, and half of a cluster may say what refuses all.
    observes: !onlyTakesAway(wish),
    asked: asked ?? false,
    like: null,
    anew: wish.recipe === 'restore' || wish.recipe === 'drill' ? wish.use : undefined,
    throwaway: wish.recipe === 'drill' ? wish.use : undefined,
  };
  const wanted = neededFor(site, wish.use);
  for (const name of graph.uses.filter((one) => wanted.has(one))) {
    uses.set(name, await prepareUse(deps, evaluator, known, name));
  }
  return uses;
}

function neededFor(site: SiteDocument, use: UseName): ReadonlySet<UseName> {
  const needed = new Set<UseName>([use]);
  for (const name of needed) {
    const params = site.uses.find((one) => one.use === name)?.params ?? {};
    for (const reference of referencesIn(params)) needed.add(reference.use);
  }
  return needed;
}

const onlyWith = (context: UseContext, hosts: readonly HostName[]): UseContext => ({
  ...context,
  peers: context.peers.filter(({ name }) => hosts.includes(name)),
});

function notKnown({ use, recipe }: RecipeWish, prepared: PreparedUse | undefined): ControllerError {
  const why: Partial<Fault> = prepared?.why ?? {};
  const { code = 'not_known', message = 'nothing is known of it', hint } = why;
  return new ControllerError(code, `${recipe} of ${use} cannot be worked out: ${message}`, { hint });
}

const noted = ({ use }: RecipeWish, { notes }: RecipeDocument): Prepared['notes'] =>
  notes.map((note) => ({ event: 'noted', about: use, note }));

/** A site that does not say yet what will be. */
function behind({ use, host }: RecipeWish, listed: readonly HostName[], { afterwards }: Concerned): Prepared['notes'] {
  if (host === null || listed.join() === afterwards.join()) return [];
  const note = `when this is done, write into the site that ${use} is on ${afterwards.join(', ')}; until then it is not applied`;
  return [{ event: 'noted', about: use, note }];
}
