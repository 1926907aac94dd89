import { z } from 'zod';
import { HostName, UseName, UseOrJob } from './ids.ts';
import { Json, JsonObject } from './json.ts';
import { Needs } from './needs.ts';
import { BroughtKind } from './pack.ts';
import { Impossible, RecipeName } from './recipe.ts';
import { SecretName } from './secret.ts';
import { SiteWants } from './site-wants.ts';
import { Source } from './source.ts';

/**
 * Where a value goes that another use of a role gives. It stands inside parameters as
 * `{ "$output": { use, scope, path } }`: `hosts` is a list with one value a host, in the order of host names;
 * `cluster` is the one value of the cluster, `job` what its jobs gave, by name; `path` leads into it.
 */
export const OutputReference = z.strictObject({
  $output: z.strictObject({
    use: UseName,
    scope: z.enum(['hosts', 'cluster', 'job']),
    path: z.array(z.string().max(256)).max(16),
  }),
});
export type OutputReference = z.infer<typeof OutputReference>;

/** Which hosts: named ones, or all that carry every one of these labels. */
export const Selector = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('name'), hosts: z.array(z.string().max(255)).max(20_000) }),
  z.strictObject({ by: z.literal('label'), labels: z.record(z.string().max(63), z.string().max(255)) }),
]);
export type Selector = z.infer<typeof Selector>;

/** The functions that a role may have; the evaluator is asked only for those that it names. */
export const RolePart = z.enum([
  'observe',
  'decide',
  'order',
  'frozen',
  'stage',
  'drain',
  'undrain',
  'resources',
  'probe',
  'clusterProbe',
  'jobs',
  'drillParams',
  'outputs',
  'clusterOutputs',
]);
export type RolePart = z.infer<typeof RolePart>;

/** What `maxUnavailable` is of a role whose hosts may all be down at once. */
export const ALL_AT_ONCE = 1_000_000;

export const RoleDocument = z.strictObject({
  name: UseName,
  needs: Needs,
  cluster: z.strictObject({
    /** Allowed numbers of hosts; empty where any will do. */
    sizes: z.array(z.int().min(1)).max(64),
    /** The label whose values keep members apart. */
    apartBy: z.string().max(63).optional(),
    /** How many members may be down at once while they are changed. */
    maxUnavailable: z.int().min(1),
    /** All members are changed at the same time, or none: none before each was staged. */
    together: z.boolean(),
    /** Resources, as `KIND:KEY`: where a member is restarted for one of them, all members are changed at the same time. */
    togetherOn: z.array(z.string().max(4160)).max(64).optional(),
    /** Fewer members are refused in a site whose mode is `production`. */
    leastInProduction: z.int().min(1).optional(),
  }),
  /** Files that a member makes once and that say who it is: backed up, and missed where they vanish. */
  identity: z.array(z.string().max(4096)).max(64).optional(),
  /** It only says what it needs: nothing on its hosts is managed. */
  declaredOnly: z.literal(true).optional(),
  has: z.array(RolePart),
  /** Recipes that it has; left out where there are none. */
  recipes: z.array(RecipeName).optional(),
  /** Why something is not done to a cluster of it, and what to do instead, as a sentence without a full stop. */
  cannot: z.partialRecord(Impossible, z.string().min(1).max(500)).optional(),
  /** Kinds that come with it and not with the agent; left out where there are none. */
  kinds: z.array(BroughtKind).max(32).optional(),
  source: Source,
});
export type RoleDocument = z.infer<typeof RoleDocument>;

/** `role.on(where, params)`: a role, used in a site. */
export const UseDocument = z.strictObject({
  use: UseName,
  role: UseName,
  select: Selector,
  /** As the author wrote them: with output references and secret markers inside, not yet checked by the role's schema. */
  params: JsonObject,
  /** Uses, or single jobs of them, that must be up before, named by the author with `after`. */
  after: z.array(UseOrJob).max(256),
  source: Source,
});
export type UseDocument = z.infer<typeof UseDocument>;

/** One site, as data. */
export const SiteDocument = z.strictObject({
  name: z
    .string()
    .max(63)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'a site is named with a-z, 0-9 and "-"'),
  hosts: z.record(
    HostName,
    z.strictObject({
      labels: z.record(z.string().max(63), z.string().max(255)),
      address: z.string().max(255).optional(),
      source: Source,
    }),
  ),
  roles: z.array(RoleDocument).max(1_000),
  uses: z.array(UseDocument).max(1_000),
  /** Names that changed, old to new: what was written under the old one belongs to the new one. */
  moved: z.strictObject({ uses: z.record(UseName, UseName), hosts: z.record(HostName, HostName) }),
  secrets: z
    .array(
      z.strictObject({
        name: SecretName,
        generate: z.int().min(16).max(1024).optional(),
        /** Characters. */
        minLength: z.int().min(1).max(32_768).optional(),
        /** Values that stand in documentation or templates and protect nothing. */
        samples: z.array(z.string().max(1024)).max(64).optional(),
        source: Source,
      }),
    )
    .max(1_000),
  wants: SiteWants.optional(),
  source: Source,
});
export type SiteDocument = z.infer<typeof SiteDocument>;

/** What a role sees of one of its hosts. */
export const Member = z.strictObject({
  name: HostName,
  address: z.string().max(255),
  labels: z.record(z.string(), z.string()),
  /** The stored fact document without its moving figures, and without services and packages, which roles bring about. */
  facts: Json,
});
export type Member = z.infer<typeof Member>;
