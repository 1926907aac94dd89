import { nearestFirst, resourceId } from '@rolecall/protocol';
import { actsOn } from '../acts-on.ts';
import type { Declared } from '../declared.ts';
import { RoleError } from '../error.ts';
import type { BuiltSite } from '../site.ts';
import { definitionOf } from './context.ts';

/** So many resources are named to somebody who misspelt one; those of the same kind first. */
const NAMED = 20;
/** Longer names are cut, so that the sentence stays one. */
const LONGEST = 120;

type Instance = { readonly use: string; readonly host: string };
type Named = Pick<Declared, 'kind' | 'key' | 'params' | 'source'>;

const idOf = ({ kind, key }: Pick<Declared, 'kind' | 'key'>): string => resourceId(kind, key);
const short = (id: string): string => (id.length > LONGEST ? `${id.slice(0, LONGEST - 1)}…` : id);

/**
 * Members are changed together for a restart that one of these names asks for; a name that nothing has would never do so, and nobody would
 * notice.
 * @throws RoleError `bad_role` for the first name in `change.togetherOn` that is no resource of a member
 */
export function refuseUnknownTogether(
  { document }: Pick<BuiltSite, 'document'>,
  instance: Instance,
  resources: readonly Named[],
): void {
  const of = document.uses.find((known) => known.use === instance.use)?.role;
  const role = document.roles.find(({ name }) => name === of);
  for (const wanted of role?.cluster.togetherOn ?? []) {
    refuseUnknown(wanted, resources, { by: `the role ${of}`, as: 'togetherOn', instance, at: role?.source });
  }
}

/**
 * What a resource acts on is heard only of those that are brought about with it: another name would never make it act, and nobody would notice.
 * One that comes behind it is brought about when it has had its turn: it would act on that at the next apply only, and no plan would show it.
 * @throws RoleError `bad_role` for the first name, such as one in `restartOn`, that is no resource of the same list before it
 */
export function refuseUnknownNames(site: BuiltSite, instance: Instance, resources: readonly Named[]): void {
  const brought = definitionOf(site, instance.use).kinds;
  const before = new Set<string>();
  for (const resource of resources) {
    const id = idOf(resource);
    for (const { name, as } of actsOn(resource, brought)) {
      if (before.has(name)) continue;
      const naming: Naming = { by: short(id), as, instance, at: resource.source };
      refuseUnknown(name, resources, naming);
      refuseBehind(name, naming);
    }
    before.add(id);
  }
}

interface Naming {
  /** Who names it, and in which property. */
  readonly by: string;
  readonly as: string;
  readonly instance: Instance;
  readonly at: Declared['source'] | undefined;
}

function refuseUnknown(wanted: string, resources: readonly Named[], { by, as, instance, at }: Naming): void {
  const known = resources.map(idOf);
  if (known.includes(wanted)) return;
  const of = `${instance.use}@${instance.host}`;
  const has = known.length === 0 ? 'none' : likeFirst(known, wanted);
  throw new RoleError(
    'bad_role',
    `${by} names ${short(wanted)} in \`${as}\`, which is no resource of ${of}: it has ${has}`,
    { at },
  );
}

function refuseBehind(wanted: string, { by, as, instance, at }: Naming): never {
  throw new RoleError(
    'bad_role',
    `${by} of ${instance.use}@${instance.host} names ${short(wanted)} in \`${as}\`, which is listed behind it: list it before, or it is heard of at the next apply only`,
    { at },
  );
}

function likeFirst(known: readonly string[], unknown: string): string {
  const kind = unknown.slice(0, unknown.indexOf(':') + 1);
  const sorted = nearestFirst(known, unknown).toSorted(
    (a, b) => Number(b.startsWith(kind)) - Number(a.startsWith(kind)),
  );
  const more = sorted.length > NAMED ? ` and ${sorted.length - NAMED} more` : '';
  return `${sorted.slice(0, NAMED).map(short).join(', ')}${more}`;
}
