import {
  ALL_AT_ONCE,
  type Fault,
  type HostName,
  type InstanceId,
  instanceId,
  type JobNode,
  jobId,
  type RecipeDocument,
  type RecipeWish,
  recipeHolder,
  type StepDocument,
  type StepDocumentOf,
  type StepNode,
} from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Packs } from '../../packs/bring.ts';
import type { Services } from '../../serve/services.ts';
import type { Evaluator } from '../../site/evaluator/evaluator.ts';
import { storeCatalog } from '../catalog.ts';
import type { Claims } from '../conflicts.ts';
import { storeJob } from '../jobs.ts';
import { prepareInstance } from '../prepare.ts';
import type { Prepared, PreparedInstance, PreparedStep, PreparedUse, UseContext } from '../prepared.ts';
import { drillUse } from './drill.ts';

/** What the steps of a recipe are worked out among. */
export interface Cast {
  readonly services: Services;
  readonly evaluator: Evaluator;
  readonly site: Prepared['site'];
  readonly graph: Graph;
  readonly packs: Packs;
  readonly claims: Claims;
  readonly wish: RecipeWish;
  /** Its context has everybody as peers. */
  readonly use: PreparedUse;
  /** What instances are brought about with: the members as they are when all is done. */
  readonly afterwards: UseContext;
  readonly document: RecipeDocument;
}

interface Place {
  readonly number: number;
  readonly after: readonly InstanceId[];
  readonly always: boolean;
}

/** A node for each step, each after the one before it; those of `finally` after all others, whatever became of them. */
export async function prepareSteps(
  cast: Cast,
): Promise<{ readonly instances: readonly PreparedInstance[]; readonly notes: Prepared['notes'] }> {
  const { wish, document, use } = cast;
  const instances: PreparedInstance[] = [];
  const notes: Prepared['notes'][number][] = [];
  const passed = wish.former === 'passed';
  const steps = document.steps.filter(({ does }) => does !== 'require' || !passed);
  let after: readonly InstanceId[] = [];
  for (const [index, step] of [...steps, ...document.finally].entries()) {
    const always = index >= steps.length;
    if (index === steps.length) after = instances.map(({ instance }) => instance);
    if (step.does === 'remove' && wish.recipe !== 'drill' && !cast.services.hub.isLinked(step.host)) {
      notes.push({
        event: 'noted',
        about: instanceId(use.use, step.host),
        note: `${step.host} is away: what it has is left as it is`,
      });
      continue;
    }
    const made = await nodesOf(cast, step, { number: index + 1, after, always });
    instances.push(...made);
    const own = made.map(({ instance }) => instance);
    after = always ? [...after, ...own] : own;
  }
  return { instances, notes };
}

async function nodesOf(cast: Cast, step: StepDocument, place: Place): Promise<readonly PreparedInstance[]> {
  switch (step.does) {
    case 'apply':
      return Promise.all(step.hosts.map((host) => applied(cast, step, host, place)));
    case 'remove':
      return [removed(cast, step, place)];
    default:
      return [work(cast, step, place)];
  }
}

function stepOf({ wish }: Cast, document: StepDocument, { number, always }: Place): PreparedStep {
  const node: StepNode = {
    does: document.does,
    number,
    title: document.title,
    noReturn: 'noReturn' in document ? document.noReturn : null,
    always,
    holder: recipeHolder(wish),
    limitMs: 'limitMs' in document ? document.limitMs : 0,
    keeps: document.does === 'run' ? document.keeps : null,
  };
  return { node, document, wish };
}

/** Members of a later step go behind those of an earlier one. */
const placed = ({ number }: Place, position: number): number => number * 1_000_000 + position;

async function applied(
  cast: Cast,
  document: StepDocumentOf<'apply'>,
  host: HostName,
  place: Place,
): Promise<PreparedInstance> {
  const { services, evaluator, use, site, graph, claims, packs } = cast;
  const context = { ...cast.afterwards, params: { ...cast.afterwards.params, ...document.params } };
  const former = { gone: [], notes: [], names: new Map() };
  // A member that is replaced has lost what said who it was.
  const throwaway = cast.wish.recipe === 'drill';
  const around = { site, graph, claims, former, packs, restarts: [], like: null, observes: false, throwaway };
  const made = await prepareInstance(
    { services, evaluatorOf: () => evaluator },
    evaluator,
    around,
    { ...use, context },
    host,
  );
  if (made.catalog === null) {
    const why: Fault = made.why ?? { code: 'not_known', message: `${made.instance} cannot be worked out` };
    throw new ControllerError(why.code, why.message, { hint: why.hint });
  }
  return {
    ...made,
    after: place.after,
    parts: stagesFirst(cast) ? made.parts : made.parts.filter((part) => part !== 'stage'),
    position: placed(place, made.position),
    locks: cast.document.locks,
    step: stepOf(cast, document, place),
  };
}

/**
 * Members that serve get what they need before the first of them is taken down. In other recipes it is a part of what is brought about: those who
 * come do not serve yet, and who belongs to a later step cannot be waited for.
 */
const stagesFirst = ({ wish, document }: Cast): boolean =>
  wish.recipe === 'upgrade' && document.steps.filter(({ does }) => does === 'apply').length === 1;

function removed(cast: Cast, document: StepDocumentOf<'remove'>, place: Place): PreparedInstance {
  const { services, use, wish } = cast;
  const { host } = document;
  const brought = instanceId(use.use, host);
  // An instance is one node of a run: what a drill has brought about goes under another name, to which it passes.
  const drill = wish.recipe === 'drill';
  const instance = drill ? instanceId(drillUse(use.use), host) : brought;
  const formerly = drill ? [brought] : [];
  return {
    ...UNPLACED,
    instance,
    host,
    after: place.after,
    position: placed(place, 0),
    ...storeCatalog(services, { host, instance, formerly }, []),
    parts: [],
    context: null,
    gone: true,
    formerly,
    locks: cast.document.locks,
    job: null,
    step: stepOf(cast, document, place),
  };
}

/** What is the same for each node that is no member brought about. */
const UNPLACED = {
  outcome: null,
  why: null,
  position: 0,
  maxUnavailable: ALL_AT_ONCE,
  together: false,
  formed: true,
  frozen: null,
  formerly: [],
  becomes: null,
} as const;

function work(
  cast: Cast,
  document: Exclude<StepDocument, { does: 'apply' | 'remove' }>,
  place: Place,
): PreparedInstance {
  const { services, use, wish } = cast;
  const [first] = document.on;
  const run = document.does === 'run' ? document.run : [];
  const done = document.does === 'run' ? document.done : document.ask;
  const job: JobNode = {
    name: document.name,
    use: use.use,
    form: 'step',
    hosts: [...document.on],
    // What nothing can tell to be done is done once in this carrying-out.
    key: done === null ? wish.ticket : null,
    asks: done !== null,
    gives: false,
    source: document.source,
  };
  return {
    ...UNPLACED,
    instance: jobId(use.use, document.name),
    host: first as HostName,
    after: place.after,
    ...storeJob(services, use.use, { job: document.name, run }, first as HostName),
    parts: [],
    context: use.context,
    gone: false,
    locks: cast.document.locks,
    job,
    step: stepOf(cast, document, place),
  };
}
