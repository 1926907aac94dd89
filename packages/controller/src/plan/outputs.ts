import type { HostName, Json, JsonObject, SiteDocument } from '@rolecall/protocol';
import { instanceId } from '@rolecall/protocol/id-parts';
import { asReference, type Reference } from '../graph/references.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { appliedOutput } from '../store/applied.ts';
import type { Database } from '../store/database.ts';
import { givenByJobs } from './jobs.ts';
import type { PreparedUse, UseContext } from './prepared.ts';

/** What one instance gives to others. */
export const outputOn = (evaluator: Evaluator, context: UseContext, host: HostName): Promise<Json> =>
  evaluator.ask({ call: 'outputs', ...context, host });

/** What a host that is away gave; nothing for one that is there, or of which nobody knows. */
export type LastGiven = (use: string, host: HostName) => Json | undefined;

/** What hosts gave when they were last applied: while one is away it still does, whatever has become known of it since. */
export const lastGiven =
  (database: Database, site: string, isAway: (host: HostName) => boolean): LastGiven =>
  (use, host) =>
    isAway(host) ? appliedOutput(database, site, instanceId(use, host)) : undefined;

/** A reference whose value nobody knows yet; `after` is a use, or a job of one. */
export class NotKnownYet extends Error {
  constructor(after: string) {
    super(`known after ${after}`);
  }
}

/** What references may stand for. */
interface Known {
  readonly site: SiteDocument;
  readonly uses: ReadonlyMap<string, PreparedUse>;
  readonly given: LastGiven;
}

/** Parameters with every reference replaced by what it stands for. @throws NotKnownYet */
export async function fillOutputs(
  database: Database,
  evaluator: Evaluator,
  { site, uses, given }: Known,
  params: JsonObject,
): Promise<JsonObject> {
  return (await fill(params)) as JsonObject;

  async function fill(value: Json): Promise<Json> {
    const reference = asReference(value);
    if (reference?.scope === 'job') return jobValue(database, site, uses.get(reference.use), reference);
    if (reference !== undefined) return valueBehind(evaluator, { use: uses.get(reference.use), given }, reference);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return Promise.all(value.map((inner) => fill(inner as Json)));
    const entries = Object.entries(value).map(async ([key, inner]) => [key, await fill(inner as Json)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
}

async function valueBehind(
  evaluator: Evaluator,
  { use, given }: { readonly use: PreparedUse | undefined; readonly given: LastGiven },
  reference: Reference,
): Promise<Json> {
  if (use?.context == null) throw new NotKnownYet(reference.use);
  const { context, role } = use;
  const whole: Json =
    reference.scope === 'cluster'
      ? await evaluator.ask({ call: 'clusterOutputs', ...context })
      : role.has.includes('outputs')
        ? await Promise.all(
            context.peers.map(({ name }) => given(reference.use, name) ?? outputOn(evaluator, context, name)),
          )
        : context.peers.map(() => null);
  return reference.path.reduce<Json>(inside, whole);
}

/** What a job gave when it last succeeded, if that was for what it is to do now. */
function jobValue(
  database: Database,
  site: SiteDocument,
  use: PreparedUse | undefined,
  { path, ...from }: Reference,
): Json {
  const [job = '', ...rest] = path;
  const given = use?.context == null ? {} : givenByJobs(database, site, use);
  const value = given[job];
  if (value === undefined) throw new NotKnownYet(`${from.use}.${job}`);
  return rest.reduce<Json>(inside, value);
}

const inside = (value: Json, word: string): Json =>
  typeof value === 'object' && value !== null ? ((value as { readonly [key: string]: Json })[word] ?? null) : null;
