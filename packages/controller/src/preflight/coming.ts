import type { HostName, PreflightCode, PreflightFinding, RecipeWish } from '@rolecall/protocol';
import type { PlanDeps, Prepared } from '../plan/index.ts';
import { leavingOf, withMembers } from '../plan/recipe/concerned.ts';
import { measureLive } from './measure.ts';
import { measureStored } from './measure-hosts.ts';
import { preflight } from './preflight.ts';
import type { Subject } from './subject.ts';
import { subjectFrom } from './subject-from.ts';

/** What two hosts share and should not, said of the one that stands behind; and a server that is too small for all of its hosts. */
const SHARED: readonly PreflightCode[] = [
  'not_apart',
  'address_twice',
  'name_twice',
  'machine_twice',
  'link_in_reserved_range',
  'server_full',
];
/** A recipe refuses these by itself: the host that comes must be there. */
const REFUSED_BEFORE: readonly PreflightCode[] = ['not_enrolled', 'away'];

/** The host that a recipe brings into its cluster, or makes a member anew; nothing for one that brings none. */
export const comingIn = ({ recipe, host, to }: Pick<RecipeWish, 'recipe' | 'host' | 'to'>): HostName | null =>
  to ?? (recipe === 'replace' ? host : null);

/**
 * Looks at the host that a recipe brings in as preflight looks at all hosts of a site: against what will be on it, and against the members that stay.
 * It and those who talk with it are asked; nothing is changed.
 */
export async function lookAtComing(
  { services }: PlanDeps,
  { site, graph, evaluator }: Prepared,
  wish: RecipeWish,
): Promise<readonly PreflightFinding[]> {
  const coming = comingIn(wish);
  if (coming === null) return [];
  const leaving = leavingOf(wish);
  const members = (graph.hosts.get(wish.use) ?? []).filter((host) => host !== leaving);
  const after = withMembers(site, wish.use, members);
  const all = await subjectFrom(evaluator, after, measureStored(services, after));
  // A machine that is lost takes nothing of its server any longer, and the one in its place may have its address.
  const rest = wish.recipe === 'replace' && leaving !== null ? withoutUnused(all, leaving) : all;
  const subject = { ...rest, about: { host: coming, use: wish.use } };
  return findingsAbout({ ...subject, measured: await measureLive(services, subject) }, coming);
}

/** What is wrong with one host, and what is wrong only because of it. */
export function findingsAbout(subject: Subject, host: HostName): readonly PreflightFinding[] {
  const before = new Set(preflight(without(subject, host)).map((one) => JSON.stringify(one)));
  return preflight(subject).filter((one) => {
    if (REFUSED_BEFORE.includes(one.code)) return false;
    if (one.host === host || one.check === 'reach') return true;
    return SHARED.includes(one.code) && !before.has(JSON.stringify(one));
  });
}

const withoutUnused = (subject: Subject, host: HostName): Subject =>
  subject.uses.some(({ hosts }) => hosts.includes(host)) ? subject : without(subject, host);

const without = ({ site, uses, ...rest }: Subject, host: HostName): Subject => ({
  ...rest,
  site: { ...site, hosts: Object.fromEntries(Object.entries(site.hosts).filter(([name]) => name !== host)) },
  uses: uses.map((use) => ({ ...use, hosts: use.hosts.filter((one) => one !== host) })),
});
