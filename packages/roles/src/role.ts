import { z } from 'zod';
import type { ClusterInput, Definition, ErasedDefinition } from './definition.ts';
import { RoleError } from './error.ts';
import type { Job } from './job.ts';
import { clusterOutput, hostOutputs, jobOutput, type LaterParams, type Ref } from './later.ts';
import type { NeedsInput } from './needs.ts';
import { placeOf } from './place.ts';
import { plainAt } from './plain.ts';
import { type KnownRole, register, type Where } from './use.ts';

/** One job of a use, to come after it alone, or to use what it gives. */
export interface UsedJob<Output> {
  readonly name: string;
  /** Known once the job has succeeded. */
  readonly outputs: Ref<Output>;
}

type UsedJobs<Jobs extends readonly Job[]> = {
  readonly [J in Jobs[number] as J['name']]: UsedJob<J extends Job<string, infer Output> ? Output : never>;
};

/** What `role.on(…)` gives back: the use itself, and what it gives to others. */
export interface Used<Output, ClusterOutput, Jobs extends readonly Job[] = readonly []> {
  readonly name: string;
  /** Where it was put, to put another role on the same hosts. */
  readonly members: Where;
  /** One value a host, in the order of host names; giving it to a parameter draws the edge. */
  readonly outputs: Ref<readonly Output[]>;
  /** The one value of the cluster. */
  readonly cluster: Ref<ClusterOutput>;
  /** Its jobs, by name. */
  readonly jobs: UsedJobs<Jobs>;
}

export interface UseOptions {
  /** The name of this use, where a site uses a role twice; the role's own unless told. */
  readonly as?: string;
  /** Uses that must be up before this one with all their jobs, or single jobs, where no output says so. */
  readonly after?: readonly { readonly name: string; readonly outputs: unknown }[];
}

type Rest<Input> =
  Record<string, never> extends Input
    ? [params?: LaterParams<Input>, options?: UseOptions]
    : [params: LaterParams<Input>, options?: UseOptions];

/** A role: a named, typed bundle that a site puts on hosts. */
export interface Role<Input, Output, ClusterOutput, Jobs extends readonly Job[] = readonly []> {
  readonly name: string;
  /** Puts the role on hosts, named or chosen by label; called inside a site's `use`. */
  on(where: Where, ...rest: Rest<Input>): Used<Output, ClusterOutput, Jobs>;
}

function given(definition: ErasedDefinition, part: 'outputs' | 'clusterOutputs'): void {
  if (definition[part] === undefined) {
    throw new RoleError(
      'bad_site',
      `the role ${definition.name} gives no ${part === 'outputs' ? 'outputs' : 'cluster value'}`,
    );
  }
}

/** Which jobs there are is known only once the role was asked: whoever names one that is not there is told then. */
function usedJobs({ definition }: KnownRole, use: string): UsedJobs<readonly []> {
  if (definition.jobs === undefined) throw new RoleError('bad_site', `the role ${definition.name} has no jobs`);
  const get = (_: object, job: string | symbol): unknown =>
    typeof job === 'symbol'
      ? undefined
      : Object.freeze({
          name: `${use}.${job}`,
          get outputs() {
            return jobOutput<unknown>(use as never, job as never);
          },
        });
  return new Proxy(Object.freeze({}), { get });
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
    get jobs() {
      return usedJobs(known, name);
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
  const Jobs extends readonly Job[] = readonly [],
>(
  definition: Definition<Params, Observed, Decision, Output, ClusterOutput, Jobs>,
): Role<z.input<Params>, Output, ClusterOutput, Jobs> {
  const known: KnownRole = { definition: definition as unknown as ErasedDefinition, source: placeOf(defineRole) };
  return usable(known) as unknown as Role<z.input<Params>, Output, ClusterOutput, Jobs>;
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
