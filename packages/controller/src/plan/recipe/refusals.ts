import {
  ABOUT_ONE,
  type HostName,
  instanceId,
  type RecipeWish,
  type RoleDocument,
  recipeHolder,
  type SiteDocument,
} from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Services } from '../../serve/services.ts';
import { leftMembers } from '../../store/left-members.ts';
import { heldLocks } from '../../store/locks.ts';
import { isRecipe } from './holder.ts';
import { refuseAbsent } from './refuse-absent.ts';
import { refuseDrill } from './refuse-drill.ts';
import { titleOfWish, wordsOf } from './words.ts';

const refuse = (code: string, message: string, hint?: string): never => {
  throw new ControllerError(code, message, hint === undefined ? {} : { hint });
};

/** What a role says to a wish that it cannot fulfil for any of its clusters. */
const cannotBe = ({ cannot }: RoleDocument, { recipe, host, to }: RecipeWish): string | undefined =>
  cannot?.[recipe] ?? (recipe === 'replace' && to !== null && to !== host ? cannot?.successor : undefined);

/** The role of a wish. @throws ControllerError where the site has no such use, or its role no such recipe */
export function roleWithRecipe(site: SiteDocument, wish: RecipeWish): RoleDocument {
  const { use, recipe } = wish;
  const document = site.uses.find((one) => one.use === use);
  const role = site.roles.find(({ name }) => name === document?.role);
  if (role === undefined) {
    const known = site.uses.map((one) => one.use).join(', ');
    return refuse('unknown_use', `the site ${site.name} has no ${use} (it has ${known})`);
  }
  const why = cannotBe(role, wish);
  if (why !== undefined) return refuse('no_recipe', `${titleOfWish(wish)} is refused: ${why}`);
  const recipes = role.recipes ?? [];
  if (recipes.includes(recipe)) return role;
  const known = recipes.length === 0 ? 'it has no recipes' : `it has ${recipes.join(', ')}`;
  return refuse('no_recipe', `the role ${role.name} has no recipe for ${recipe}: ${known}`);
}

/** What can be seen without asking anybody. @throws ControllerError in one sentence */
export function refuseWish(
  services: Services,
  site: SiteDocument,
  wish: RecipeWish,
  { listed, applied }: { readonly listed: readonly HostName[]; readonly applied: readonly HostName[] },
): void {
  const { recipe, use, host, to } = wish;
  if ((host !== null) !== ABOUT_ONE.includes(recipe)) {
    if (host === null) refuse('no_instance', `${recipe} is about one member: name it, as in ${use}@HOST`);
    refuse('one_member', `${recipe} is about all of ${use}, and not about ${instanceId(use, host ?? '')} alone`);
  }
  if (recipe === 'move' && to === null) refuse('no_host', `move wants the host that ${use}@${host} goes to`);
  if (to !== null && recipe !== 'move' && recipe !== 'replace') {
    refuse('no_successor', `${recipe} brings no other host in, so ${to} has no part in it`);
  }
  if (recipe === 'drill') {
    refuseDrill(services, site, wish, [...listed, ...applied]);
    return;
  }
  if (wish.on !== undefined) refuse('no_drill', `only a drill is on hosts of its own, and not ${recipe}`);
  refuseUnfinished(services, wish);
  if (host === null) return;
  refuseStranger(services, site, wish, { listed, applied });
  if (to !== null) refuseSuccessor(services, wish, { listed, applied });
}

/** A recipe that was begun and has failed is gone on with before another one changes the same cluster. */
function refuseUnfinished({ database }: Services, wish: RecipeWish): void {
  const holder = recipeHolder(wish);
  const own = `cluster:${wish.use}:`;
  const other = heldLocks(database).find(
    (lock) => lock.kept && !lock.open && lock.name.startsWith(own) && lock.holder !== holder && isRecipe(lock.holder),
  );
  if (other === undefined) return;
  refuse(
    'recipe_unfinished',
    `${wordsOf(other.holder)} was begun in run ${other.run} and is not finished: two changes of members at once could cost the majority`,
    `go on with it: the same command again; or let go of it: controller locks release ${other.name}`,
  );
}

interface Members {
  readonly listed: readonly HostName[];
  readonly applied: readonly HostName[];
}

function refuseStranger(
  { database }: Services,
  { name }: SiteDocument,
  { use, host, former }: RecipeWish,
  { listed, applied }: Members,
): void {
  if (host === null || former === 'passed') return;
  const left = leftMembers(database, name, use).find((one) => one.host === host);
  if (left !== undefined) refuse('left_before', `${host} has left ${use} already, in run ${left.run}`);
  if (!listed.includes(host) && !applied.includes(host)) {
    const known = [...new Set([...listed, ...applied])].sort().join(', ');
    refuse('no_instance', `${host} is no member of ${use} (those are ${known})`);
  }
}

function refuseSuccessor(services: Services, wish: RecipeWish, { applied }: Members): void {
  const { use, host, to, former } = wish;
  if (to === null) return;
  if (to === host) refuse('same_host', `${use}@${host} is on ${to} already`);
  // One that goes on with what was begun finds what it did.
  if (applied.includes(to) && former === 'none') {
    refuse('member_already', `${to} is a member of ${use} already, so it cannot take the place of ${host}`);
  }
  refuseAbsent(services, to, `is to take part in ${titleOfWish(wish)}`);
}
