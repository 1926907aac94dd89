import { type Parallel, resourceId } from '@rolecall/protocol';
import { type Alongside, type Kind, kinds } from '@rolecall/resources';
import type { z } from 'zod';
import { actsOn } from './acts-on.ts';
import { type Declared, isDeclared } from './declared.ts';
import { RoleError } from './error.ts';
import { placeOf } from './place.ts';

/** Which resources their author lets go at the same time. */
const groupOf = new WeakMap<Declared, object>();

/** More than this in one group is a mistake: some of them wait for the others anyway. */
const MAX_MEMBERS = 64;

const idOf = ({ kind, key }: Declared): string => resourceId(kind, key);

const kindOf = (name: string): Kind<string, z.ZodObject> | undefined =>
  (kinds as unknown as Readonly<Record<string, Kind<string, z.ZodObject> | undefined>>)[name];

/**
 * Lets these go at the same time where they differ, some of them at once: `[...parallel([one, other]), after]`. They must not depend on each other;
 * what comes behind them begins when all have ended well.
 */
export function parallel<D extends Declared>(resources: readonly D[]): readonly D[] {
  const at = placeOf(parallel);
  const refuse = (why: string): never => {
    throw new RoleError('bad_role', why, { at });
  };
  if (resources.length > MAX_MEMBERS) refuse(`parallel takes at most ${MAX_MEMBERS} resources`);
  const members = resources.map((resource) => {
    if (!isDeclared(resource)) return refuse('parallel takes what file(), command() and so on made');
    if (groupOf.has(resource)) return refuse(`${idOf(resource)} is in another parallel already`);
    const alongside = kindOf(resource.kind)?.alongside?.(resource.params as never);
    return { resource, alongside: alongside ?? refuse(`a ${resource.kind} goes alone: it cannot be in a parallel`) };
  });
  for (const [i, one] of members.entries()) {
    for (const other of members.slice(i + 1)) {
      const why = whyNot(one, other);
      if (why !== undefined) refuse(`${idOf(one.resource)} and ${idOf(other.resource)} cannot be parallel: ${why}`);
    }
  }
  const group = {};
  for (const resource of resources) groupOf.set(resource, group);
  return resources;
}

interface Member {
  readonly resource: Declared;
  readonly alongside: Alongside;
}

function whyNot(one: Member, other: Member): string | undefined {
  if (idOf(one.resource) === idOf(other.resource)) return 'they are the same one';
  const lock = one.alongside.locks?.find((name) => other.alongside.locks?.includes(name));
  if (lock !== undefined) return `both need ${lock}`;
  const path = one.alongside.paths?.find((mine) => other.alongside.paths?.some((its) => overlap(mine, its)));
  if (path !== undefined) return `both are about ${path}`;
  const names = (a: Member, b: Member): boolean => actsOn(a.resource).some(({ name }) => name === idOf(b.resource));
  return names(one, other) || names(other, one) ? 'one acts on a change of the other' : undefined;
}

const overlap = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);

/** Tells, resource by resource of one list, who goes beside whom. */
export class Groups {
  readonly #begun = new Set<object>();
  #last: object | undefined;

  /** @throws RoleError where something stands between two of a group */
  placeOf(resource: Declared): Parallel | undefined {
    const group = groupOf.get(resource);
    const last = this.#last;
    this.#last = group;
    if (group === undefined) return undefined;
    if (group === last) return 'next';
    if (this.#begun.has(group)) {
      throw new RoleError('bad_role', `${idOf(resource)} is parallel to what does not stand beside it in the list`, {
        at: resource.source,
      });
    }
    this.#begun.add(group);
    return 'first';
  }
}
