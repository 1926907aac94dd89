import { z } from 'zod';
import type { ClusterInput, Definition, ErasedDefinition } from './definition.ts';
import { RoleError } from './error.ts';
import { clusterOutput, hostOutputs, type LaterParams, type Ref } from './later.ts';
import type { NeedsInput } from './needs.ts';
import { placeOf } from './place.ts';
import { plainAt } from './plain.ts';
import { type KnownRole, register, type Where } from './use.ts';

/** What `role.on(…)` gives back: the use itself, and what it gives to others. */
export interface Used<Output, ClusterOutput> {
  readonly name: string;
  /** Where it was put, to put another role on the same hosts. */
  readonly members: Where;
  /** One value a host, in the order of host names; giving it to a parameter draws the edge. */
  readonly outputs: Ref<readonly Output[]>;
  /** The one value of the cluster. */
  readonly cluster: Ref<ClusterOutput>;
}

export interface UseOptions {
  /** The name of this use, where a site uses a role twice; the role's own unless told. */
  readonly as?: string;
  /** Uses that must be up before this one, where no output says so. */
  readonly after?: readonly Used<unknown, unknown>[];
}

type Rest<Input> =
  Record<string, never> extends Input
    ? [params?: LaterParams<Input>, options?: UseOptions]
    : [params: LaterParams<Input>, options?: UseOptions];

/** A role: a named, typed bundle that a site puts on hosts. */
export interface Role<Input, Output, ClusterOutput> {
  readonly name: string;
  /** Puts the role on hosts, named or chosen by label; called inside a site's `use`. */
  on(where: Where, ...rest: Rest<Input>): Used<Output, ClusterOutput>;
}

function given(definition: ErasedDefinition, part: 'outputs' | 'clusterOutputs'): void {
  if (definition[part] === undefined) {
    throw new RoleError(
      'bad_site',
      `the role ${definition.name} gives no ${part === 'outputs' ? 'outputs' : 'cluster value'}`,
    );
  }
}

function used(known: KnownRole, name: string, members: Where): Used<unknown, unknown> {
  return Object.freeze({
    name,
    members,
    get outputs() {
      given(known.definition, 'outputs');
      return hostOutputs<readonly unknown[]>(name as never);
    },
    get cluster() {
      given(known.definition, 'clusterOutputs');
      return clusterOutput<unknown>(name as never);
    },
  });
}

/** Defines a role. Everything that a function is given is typed by the parameters and by what the functions before it return. */
export function defineRole<
  Params extends z.ZodObject,
  Observed extends Record<string, unknown> = Record<never, never>,
  Decision extends object = Record<never, never>,
  Output = never,
  ClusterOutput = never,
>(
  definition: Definition<Params, Observed, Decision, Output, ClusterOutput>,
): Role<z.input<Params>, Output, ClusterOutput> {
  const known: KnownRole = { definition: definition as unknown as ErasedDefinition, source: placeOf(defineRole) };
  return usable(known) as unknown as Role<z.input<Params>, Output, ClusterOutput>;
}

/** A role that only says what its hosts must have and who reaches whom. Nothing on them is managed, and every plan says so. */
export interface Declaration {
  readonly name: string;
  readonly needs?: NeedsInput;
  readonly cluster?: ClusterInput;
}

/** Where a machine is planned for something that no role brings about yet: preflight looks at it, apply leaves it alone. */
export function declareRole({ name, needs, cluster }: Declaration): Role<Record<string, never>, never, never> {
  const definition: ErasedDefinition = {
    name,
    params: z.strictObject({}),
    ...(needs === undefined ? {} : { needs }),
    ...(cluster === undefined ? {} : { cluster }),
    declaredOnly: true,
    resources: () => [],
  };
  return usable({ definition, source: placeOf(declareRole) }) as unknown as Role<Record<string, never>, never, never>;
}

function usable(known: KnownRole): Role<object, unknown, unknown> {
  const { name: role } = known.definition;
  const on = (where: Where, params: object = {}, options: UseOptions = {}): Used<unknown, unknown> => {
    const source = placeOf(on);
    const name = options.as ?? role;
    const after = (options.after ?? []).map((use) => use.name);
    register(known, { name, role, where, params: plainAt(params, source), after, source });
    return used(known, name, where);
  };
  return Object.freeze({ name: role, on });
}
