import type { HostName, InstanceId, Json, JsonObject, Source } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { canonical } from '../site/canonical.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { appliedFrozen } from '../store/applied.ts';
import type { Database } from '../store/database.ts';
import type { PreparedUse, UseContext } from './prepared.ts';

/** What counts only at the first start of an instance, as its role says it; nothing where there is no such thing. */
export async function frozenOn(
  evaluator: Evaluator,
  { role }: Pick<PreparedUse, 'role'>,
  context: UseContext,
  host: HostName,
): Promise<JsonObject | null> {
  return role.has.includes('frozen') ? evaluator.ask({ call: 'frozen', ...context, host }) : null;
}

/** Whose settings they are, under all the names that it had. */
interface Owner {
  readonly site: string;
  readonly names: readonly InstanceId[];
  readonly at: Source | null;
}

/** @throws ControllerError `frozen` where the site says something else than what the instance has had since its first start */
export function refuseThawed(database: Database, { site, names, at }: Owner, wanted: JsonObject | null): void {
  if (wanted === null) return;
  for (const name of names) {
    const had = appliedFrozen(database, site, name) ?? {};
    const changed = Object.keys(had).find((key) => key in wanted && !isSame(had[key], wanted[key]));
    if (changed === undefined) continue;
    const [was, is] = [JSON.stringify(had[changed]), JSON.stringify(wanted[changed])];
    const what = `${changed} of ${name} has been ${was} since its first start and cannot become ${is}`;
    const hint = `put ${was} back; a member that must have another is replaced: taken out of the site, and put in again empty`;
    throw new ControllerError('frozen', what, at === null ? { hint } : { at, hint });
  }
}

const isSame = (a: Json | undefined, b: Json | undefined): boolean => canonical(a) === canonical(b);
