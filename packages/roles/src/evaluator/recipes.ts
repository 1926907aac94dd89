import type { EvaluatorAnswer, EvaluatorCallOf, RecipeDocument, RecipeName, StepDocument } from '@rolecall/protocol';
import type { Host } from '../context.ts';
import { RoleError } from '../error.ts';
import { type Lock, wishesOf } from '../job.ts';
import type { Recipe } from '../recipe.ts';
import type { BuiltSite } from '../site.ts';
import { isStep, type Step } from '../step.ts';
import { definitionOf, forCluster, run } from './context.ts';
import { judged } from './questions.ts';

type Call = EvaluatorCallOf<'recipe' | 'judgeStep'>;

/** What a recipe is given beside what every function is: who leaves, who comes, who stays. */
function subjectOf({ wish, peers }: Call): object {
  const { host, to } = wish;
  const found = (name: string): Host => {
    const peer = peers.find((one) => one.name === name);
    if (peer === undefined) throw new RoleError('unknown_host', `${name} is no member of ${wish.use}`);
    return peer as Host;
  };
  if (host === null) return { members: peers };
  const coming = to === null || wish.recipe === 'decommission' ? {} : { coming: found(to) };
  const staying = peers.filter(({ name }) => name !== host && name !== to);
  const again = to === null && wish.recipe !== 'decommission' ? { coming: found(host) } : {};
  return { leaving: found(host), staying, ...coming, ...again };
}

/** The recipe as its role gives it for one call. */
function recipeOf(site: BuiltSite, call: Call): Recipe {
  const { recipe: name, use, given, former } = call.wish;
  const part = definitionOf(site, use).recipes?.[name];
  const made = run(
    part,
    { ...forCluster(call), given, begun: former !== 'none', ...subjectOf(call) },
    `recipes.${name}`,
  ) as Recipe;
  const all: readonly unknown[] = [...(made?.steps ?? []), ...(made?.finally ?? [])];
  if (all.length === 0 || !all.every(isStep)) {
    throw new RoleError('bad_role', `\`recipes.${name}\` must give { steps } with what step.run() and its like made`);
  }
  checkNames(made.steps.concat(made.finally ?? []));
  if (name === 'drill') checkProof(made.steps);
  return made;
}

/** A step is known by its name, and a host is brought about once. */
function checkNames(all: readonly Step[]): void {
  const seen = new Set<string>();
  for (const one of all) {
    for (const name of namesOf(one)) {
      if (seen.has(name)) throw new RoleError('bad_role', `a recipe has two steps for ${name}`, { at: one.source });
      seen.add(name);
    }
  }
}

/** A backup that was founded and not looked at is none. */
function checkProof(steps: readonly Step[]): void {
  if (steps.at(-1)?.does === 'run') return;
  throw new RoleError('bad_role', '`recipes.drill` must end with a step.run() that proves that everything is back');
}

function namesOf(one: Step): readonly string[] {
  switch (one.does) {
    case 'apply':
      return one.hosts.map(({ name }) => `the instance on ${name}`);
    case 'remove':
      return [`the instance on ${one.host.name}`];
    default:
      return [one.name];
  }
}

/** The name of a step in runs: with its recipe's before it, so that two recipes of a role may have steps of the same name. */
const named = (recipe: RecipeName, name: string) => `${recipe}-${name}` as never;

function asDocument(recipe: RecipeName, one: Step): StepDocument {
  const { title, source } = one;
  switch (one.does) {
    case 'apply':
      return { ...one, hosts: one.hosts.map(({ name }) => name) } as StepDocument;
    case 'remove':
      return { ...one, host: one.host.name } as StepDocument;
    case 'run': {
      const run = one.run.map(({ kind, key, params, source: at }) => ({ kind, key, params, source: at }));
      return { ...one, name: named(recipe, one.name), on: namesIn(one.on), run, done: one.done?.ask ?? null } as never;
    }
    case 'require':
    case 'wait':
      return {
        does: one.does,
        name: named(recipe, one.name),
        title,
        source,
        on: namesIn(one.on),
        ask: one.ask.ask,
        limitMs: one.limitMs,
      };
  }
}

const namesIn = (hosts: readonly Host[]) => hosts.map(({ name }) => name) as never;

const USUAL: Readonly<Record<RecipeName, readonly Lock[]>> = {
  move: ['topology'],
  replace: ['topology'],
  decommission: ['topology'],
  upgrade: ['topology'],
  backup: ['maintenance'],
  restore: ['topology'],
  drill: ['topology'],
};

export function recipe(site: BuiltSite, call: EvaluatorCallOf<'recipe'>): RecipeDocument {
  const { recipe: name, use } = call.wish;
  const made = recipeOf(site, call);
  return {
    steps: made.steps.map((one) => asDocument(name, one)),
    finally: (made.finally ?? []).map((one) => asDocument(name, one)),
    locks: wishesOf({ locks: made.locks ?? USUAL[name] }, use),
    notes: [...(made.notes ?? [])],
  };
}

export function judgeStep(site: BuiltSite, call: EvaluatorCallOf<'judgeStep'>): EvaluatorAnswer<'judgeStep'> {
  const { steps, finally: last = [] } = recipeOf(site, call);
  const { recipe: name } = call.wish;
  const found = [...steps, ...last].find((one) => 'name' in one && named(name, one.name) === call.step);
  const question = found === undefined ? null : found.does === 'run' ? found.done : 'ask' in found ? found.ask : null;
  return question === null ? { holds: false, why: 'it has no done-probe' } : judged(question, call.answer);
}
