import type { HostName, PreflightCode, PreflightFinding, RecipeWish } from '@rolecall/protocol';
import type { PlanDeps, Prepared } from '../plan/index.ts';
import { leavingOf, withMembers } from '../plan/recipe/concerned.ts';
import { siteBehind } from '../plan/recipe/drill.ts';
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
/** What is thrown away soon need not outlive the loss of a server. */
const NOT_OF_DRILLS: readonly PreflightCode[] = [...REFUSED_BEFORE, 'not_apart', 'no_server'];

/** The hosts that a recipe brings into its cluster, makes members anew, or founds another cluster on; none for most. */
export const comingIn = ({
  recipe,
  host,
  to,
  on = [],
}: Pick<RecipeWish, 'recipe' | 'host' | 'to' | 'on'>): readonly HostName[] => {
  if (recipe === 'drill') return [...new Set(on)];
  const coming = to ?? (recipe === 'replace' ? host : null);
  return coming === null ? [] : [coming];
};

/**
 * Looks at the hosts that a recipe brings in as preflight looks at all hosts of a site: against what will be on them, and against the members that
 * stay. They and those who talk with them are asked; nothing is changed.
 */
export async function lookAtComing(
  { services }: PlanDeps,
  { site, graph, evaluator }: Prepared,
  wish: RecipeWish,
): Promise<readonly PreflightFinding[]> {
  const coming = comingIn(wish);
  if (coming.length === 0) return [];
  const leaving = leavingOf(wish);
  const members = (graph.hosts.get(wish.use) ?? []).filter((host) => host !== leaving);
  const after = withMembers(site, wish.use, members);
  const all = await subjectFrom(evaluator, after, measureStored(services, { ...after, name: siteBehind(after.name) }));
  // A machine that is lost takes nothing of its server any longer, and the one in its place may have its address.
  const rest = wish.recipe === 'replace' && leaving !== null ? withoutUnused(all, leaving) : all;
  const subject = { ...rest, about: { hosts: coming, use: wish.use } };
  const findings = findingsAbout({ ...subject, measured: await measureLive(services, subject) }, coming);
  return findings.filter(wish.recipe === 'drill' ? isOfDrill(coming) : isNotRefusedBefore);
}

const isNotRefusedBefore = ({ code }: PreflightFinding): boolean => !REFUSED_BEFORE.includes(code);

/** Nobody uses the cluster of a drill: only its members must reach one another, and whom they use. */
const isOfDrill =
  (hosts: readonly HostName[]) =>
  ({ code, check, host }: PreflightFinding): boolean =>
    !NOT_OF_DRILLS.includes(code) && (check !== 'reach' || host === null || hosts.includes(host));

/** What is wrong with these hosts, and what is wrong only because of them. */
function findingsAbout(subject: Subject, hosts: readonly HostName[]): readonly PreflightFinding[] {
  const before = new Set(preflight(without(subject, hosts)).map((one) => JSON.stringify(one)));
  return preflight(subject).filter((one) => {
    if ((one.host !== null && hosts.includes(one.host)) || one.check === 'reach') return true;
    return SHARED.includes(one.code) && !before.has(JSON.stringify(one));
  });
}

const withoutUnused = (subject: Subject, host: HostName): Subject =>
  subject.uses.some(({ hosts }) => hosts.includes(host)) ? subject : without(subject, [host]);

const without = ({ site, uses, ...rest }: Subject, hosts: readonly HostName[]): Subject => ({
  ...rest,
  site: {
    ...site,
    hosts: Object.fromEntries(Object.entries(site.hosts).filter(([name]) => !hosts.includes(name as HostName))),
  },
  uses: uses.map((use) => ({ ...use, hosts: use.hosts.filter((one) => !hosts.includes(one)) })),
});
