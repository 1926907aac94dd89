import {
  type EvaluatorCall,
  type EvaluatorCallOf,
  evaluatorAnswers,
  type Json,
  type Parallel,
} from '@rolecall/protocol';
import type { z } from 'zod';
import { type Declared, isDeclared } from '../declared.ts';
import { RoleError } from '../error.ts';
import { Groups } from '../parallel.ts';
import { plain, plainObject, revive } from '../plain.ts';
import type { BuiltSite } from '../site.ts';
import { definitionOf, forCluster, forHost, run } from './context.ts';
import { jobOutput, jobs, judgeJob } from './jobs.ts';
import { refuseUnknownNames, refuseUnknownTogether } from './names.ts';
import { decide, judge, observe, probe } from './questions.ts';
import { judgeStep, recipe } from './recipes.ts';

const sourceOf = (site: BuiltSite, use: string) => site.document.uses.find((known) => known.use === use)?.source;

function params(site: BuiltSite, call: EvaluatorCallOf<'params'>): Json {
  const schema = definitionOf(site, call.use).params;
  // An object that says nothing about unknown keys would drop a misspelt parameter in silence.
  const strict = schema.def.catchall === undefined ? schema.strict() : schema;
  const known = strict.safeParse(revive(call.params));
  if (known.success) return plainObject(known.data);
  const issues = known.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new RoleError('bad_params', `the parameters of ${call.use} do not fit: ${issues.join('; ')}`, {
    at: sourceOf(site, call.use),
  });
}

interface Listed {
  readonly resource: Declared;
  readonly parallel: Parallel | undefined;
}

function declaredList(value: unknown, part: string): readonly Listed[] {
  if (!Array.isArray(value)) throw new RoleError('bad_role', `\`${part}\` must give a list of resources`);
  const seen = new Set<string>();
  const groups = new Groups();
  return value.map((item: unknown) => {
    if (typeof item !== 'object' || item === null || !isDeclared(item)) {
      throw new RoleError('bad_role', `\`${part}\` may list only what file(), service(), act.command() and so on made`);
    }
    const id = `${item.kind}:${item.key}`;
    if (seen.has(id))
      throw new RoleError('bad_resource', `${id} is declared twice in \`${part}\``, { at: item.source });
    seen.add(id);
    return { resource: item, parallel: groups.placeOf(item) };
  });
}

/** The parts of a role that list resources for one host. */
type Listing = EvaluatorCallOf<'stage' | 'drain' | 'undrain' | 'resources'>;

function declared(site: BuiltSite, call: Listing): readonly Declared[] {
  const list = declaredList(run(definitionOf(site, call.use)[call.call], forHost(call), call.call), call.call).map(
    ({ resource, parallel }) => ({ ...resource, ...(parallel === undefined ? {} : { parallel }) }),
  );
  refuseUnknownNames(site, call, list);
  return list;
}

function resources(site: BuiltSite, call: EvaluatorCallOf<'resources'>): unknown {
  const list = declared(site, call);
  refuseUnknownTogether(site, call, list);
  return list;
}

function order(site: BuiltSite, call: EvaluatorCallOf<'order'>): unknown {
  const wanted = run(definitionOf(site, call.use).order, { ...forCluster(call), instances: call.instances }, 'order');
  const same = Array.isArray(wanted) && stable(wanted) === stable(call.instances);
  if (same) return wanted;
  throw new RoleError('bad_role', '`order` must give the same hosts that it was given, each once');
}

const stable = (names: readonly string[]): string => names.toSorted().join(' ');

type Handlers = { readonly [C in EvaluatorCall['call']]: (site: BuiltSite, call: EvaluatorCallOf<C>) => unknown };

const handlers: Handlers = {
  site: (site) => site.document,
  params,
  observe,
  decide,
  order,
  frozen: (site, call) => run(definitionOf(site, call.use).frozen, forHost(call), 'frozen'),
  stage: declared,
  drain: declared,
  undrain: declared,
  resources,
  probe,
  clusterProbe: probe,
  judge,
  jobs,
  judgeJob,
  jobOutput,
  drillParams: (site, call) => run(definitionOf(site, call.use).drillParams, forCluster(call), 'drillParams'),
  recipe,
  judgeStep,
  outputs: (site, call) => run(definitionOf(site, call.use).outputs, forHost(call), 'outputs'),
  clusterOutputs: (site, call) => run(definitionOf(site, call.use).clusterOutputs, forCluster(call), 'clusterOutputs'),
};

/** Answers one call. The same call with the same input has the same answer. */
export function answer(site: BuiltSite, call: EvaluatorCall): Json {
  const handle = handlers[call.call] as (site: BuiltSite, call: EvaluatorCall) => unknown;
  const value = plain(handle(site, call), []);
  const schema: z.ZodType = evaluatorAnswers[call.call];
  const known = schema.safeParse(value);
  if (known.success) return known.data as Json;
  const [issue] = known.error.issues;
  throw new RoleError(
    'bad_answer',
    `\`${call.call}\` gave what it may not: ${issue?.path.join('.')} ${issue?.message}`,
  );
}
