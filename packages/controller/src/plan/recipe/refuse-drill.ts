import { type HostName, instanceId, type RecipeWish, type SiteDocument } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Services } from '../../serve/services.ts';
import { sitesWith } from '../../store/applied.ts';
import { rolesOfHosts } from '../../store/host-roles.ts';
import { onlyTakesAway, siteOfRecipe } from './drill.ts';
import { refuseAbsent } from './refuse-absent.ts';

/** What nobody may be on a drill for, seen without asking a host. `members` are those of the real cluster. @throws ControllerError in one sentence */
export function refuseDrill(
  services: Services,
  site: SiteDocument,
  wish: RecipeWish,
  members: readonly HostName[],
): void {
  const on = wish.on ?? [];
  if (onlyTakesAway(wish)) return;
  if (on.length === 0) {
    throw new ControllerError('no_host', 'a drill wants hosts to be thrown away: name them with --on spare-1,spare-2');
  }
  refuseSize(site, wish, new Set(on).size);
  for (const host of on) {
    refuseAbsent(services, host, 'the drill is to be on');
    refuseCarrier(services, site, wish, { host, members });
  }
}

/** As many as a cluster of the role may have. */
function refuseSize(site: SiteDocument, { use }: RecipeWish, count: number): void {
  const role = site.uses.find((one) => one.use === use)?.role;
  const sizes = site.roles.find(({ name }) => name === role)?.cluster.sizes ?? [];
  if (sizes.length === 0 || sizes.includes(count)) return;
  throw new ControllerError(
    'bad_size',
    `${use} is on ${sizes.join(', ')} hosts, and so is a drill of it, not on ${count}`,
  );
}

/** All that a drill brings to a host is taken away again: so nothing of the same role may be there. */
function refuseCarrier(
  { database }: Services,
  site: SiteDocument,
  { use }: RecipeWish,
  { host, members }: { readonly host: HostName; readonly members: readonly HostName[] },
): void {
  const instance = instanceId(use, host);
  const role = site.uses.find((one) => one.use === use)?.role ?? use;
  const own = siteOfRecipe(site.name, { recipe: 'drill', use });
  const carries =
    members.includes(host) ||
    rolesOfHosts(database).get(host)?.includes(role) === true ||
    sitesWith(database, instance).some((other) => other !== own);
  if (!carries) return;
  throw new ControllerError('carries_it', `${host} carries ${role}, and a drill is on hosts that carry nothing of it`, {
    hint: 'take a host that is to spare: controller hosts lists them',
  });
}
