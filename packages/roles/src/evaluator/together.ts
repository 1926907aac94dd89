import { resourceId } from '@rolecall/protocol';
import type { Declared } from '../declared.ts';
import { RoleError } from '../error.ts';
import type { BuiltSite } from '../site.ts';

/** So many resources are named to somebody who misspelt one; those of the same kind first. */
const NAMED = 20;
/** Longer names are cut, so that the sentence stays one. */
const LONGEST = 120;

const short = (id: string): string => (id.length > LONGEST ? `${id.slice(0, LONGEST - 1)}…` : id);

/**
 * Members are changed together for a restart that one of these names asks for; a name that nothing has would never do so, and nobody would
 * notice.
 * @throws RoleError `bad_role` for the first name in `change.togetherOn` that is no resource of a member
 */
export function refuseUnknownTogether(
  { document }: Pick<BuiltSite, 'document'>,
  { use, host }: { readonly use: string; readonly host: string },
  resources: readonly Pick<Declared, 'kind' | 'key'>[],
): void {
  const of = document.uses.find((known) => known.use === use)?.role;
  const role = document.roles.find(({ name }) => name === of);
  const known: readonly string[] = resources.map(({ kind, key }) => resourceId(kind, key));
  const unknown = role?.cluster.togetherOn?.find((id) => !known.includes(id));
  if (role === undefined || unknown === undefined) return;
  const has = known.length === 0 ? 'none' : likeFirst(known, unknown);
  throw new RoleError(
    'bad_role',
    `the role ${role.name} names ${short(unknown)} in \`togetherOn\`, which is no resource of ${use}@${host}: it has ${has}`,
    { at: role.source },
  );
}

function likeFirst(known: readonly string[], unknown: string): string {
  const kind = unknown.slice(0, unknown.indexOf(':') + 1);
  const sorted = known.toSorted((a, b) => Number(b.startsWith(kind)) - Number(a.startsWith(kind)));
  const more = sorted.length > NAMED ? ` and ${sorted.length - NAMED} more` : '';
  return `${sorted.slice(0, NAMED).map(short).join(', ')}${more}`;
}
