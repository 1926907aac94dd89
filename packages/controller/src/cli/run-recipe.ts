import type { HostName, RecipeName, RecipeWish, UseName } from '@rolecall/protocol';
import { type Command, InvalidArgumentError } from 'commander';
import { ControllerError } from '../error.ts';
import { titleOfWish } from '../plan/recipe/words.ts';
import { backupParts } from './backup-parts.ts';
import { carryOut } from './carry-out.ts';
import type { Client } from './client/client.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { openClient } from './open.ts';
import { type ApplyOptions, applyOptions } from './plan-options.ts';
import { planRun } from './plan-run.ts';
import { bringSite, printFindings } from './site.ts';

type Given = Readonly<Record<string, string>>;

/** How a recipe is asked for. */
export interface RecipeOptions extends ApplyOptions {
  readonly site?: string;
  readonly with?: Given;
  readonly from?: string;
  readonly to?: string;
  readonly on?: readonly HostName[];
}

/** `NAME=VALUE`, as often as wanted. */
function givenFrom(text: string, before: Given = {}): Given {
  const [, name, value] = /^([a-z][a-zA-Z0-9-]{0,62})=([\s\S]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('write it as NAME=VALUE');
  return { ...before, [name]: value };
}

/** The options of every recipe. */
export const recipeOptions = (command: Command): Command =>
  applyOptions(command)
    .option('-s, --site <file>', 'the site file; without it the site as it was last applied')
    .option('-w, --with <name=value>', 'what else the recipe is to know; as often as wanted', givenFrom);

/** What a recipe is about, as it was written. */
interface Words {
  readonly what: string;
  readonly to?: string | undefined;
  readonly more?: readonly string[];
}

/** Carries a recipe out: shows what it is about to do, asks, and follows it. */
export const runRecipe = (recipe: RecipeName, context: Context) => async (words: Words, options: RecipeOptions) => {
  process.exitCode = await carryOutRecipe(context, wishFrom(recipe, words, options), options);
};

/** The options with the backup that `from` names: its checksum, and what was kept with it. @throws ControllerError `no_backup` */
export async function withBackup(
  context: Context,
  use: string,
  options: RecipeOptions & { readonly from: string },
): Promise<RecipeOptions> {
  const { artifacts } = await openClient(context).call('artifacts.list', {});
  const { from, parts } = backupParts(artifacts, use, options.from);
  return { ...options, from, with: { ...parts, ...options.with } };
}

function wishFrom(recipe: RecipeName, { what, to, more = [] }: Words, options: RecipeOptions): RecipeWish {
  const [use = '', host] = what.split('@');
  if (more.length > 0) {
    const why = `${recipe} changes one member at a time: two at once could cost ${use} its majority`;
    throw new ControllerError('one_at_a_time', why, { hint: `begin with ${what}, and go on when that is done` });
  }
  const { from, to: place, on } = options;
  const given = {
    ...options.with,
    ...(from === undefined ? {} : { from }),
    ...(place === undefined ? {} : { to: place }),
  };
  return {
    recipe,
    use: use as UseName,
    host: (host ?? null) as HostName | null,
    to: (to ?? null) as HostName | null,
    given,
    ...(on === undefined ? {} : { on: [...on] }),
    ticket: null,
    former: 'none',
  };
}

async function carryOutRecipe(context: Context, wish: RecipeWish, options: RecipeOptions): Promise<number> {
  const client = openClient(context);
  const bundle = await bundleFor(client, context, wish, options.site);
  if (bundle === undefined) return EXIT.refused;
  const { skipPreflight } = options;
  const skips = skipPreflight === undefined ? {} : { skips: [...skipPreflight] };
  const request = { bundle, limit: null, resumes: null, simulate: false, ...skips };
  const planned = await planRun(client, context, { intent: { is: 'recipe', ...wish }, ...request });
  const question = `Shall it ${titleOfWish(wish)} like this?`;
  return (await carryOut(client, context, planned, { ...options, question })).code;
}

async function bundleFor(client: Client, context: Context, { use, host }: RecipeWish, site: string | undefined) {
  if (site === undefined) return (await client.call('site.applied', { use, host })).bundle;
  const brought = await bringSite(client, site);
  if (brought.ok) return brought.bundle;
  printFindings(brought.findings, context);
  return undefined;
}
