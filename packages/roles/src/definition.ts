import type { z } from 'zod';
import type { Answers } from './agree.ts';
import type { Asked } from './ask.ts';
import type { AnyKindInput } from './brought.ts';
import type { ClusterContext, Decided, HostContext } from './context.ts';
import type { Declared } from './declared.ts';
import type { Job } from './job.ts';
import type { NeedsInput } from './needs.ts';
import type { Cannot, Recipes } from './recipe.ts';

/** How the members of a cluster belong together. */
export interface ClusterInput {
  /** Allowed numbers of hosts; any where left out. */
  readonly sizes?: readonly number[];
  /** The label whose values keep members apart. */
  readonly apartBy?: string;
  /** How many members may be down at once while they are changed; 1 where left out. */
  readonly maxUnavailable?: number;
  /**
   * `rolling`: members are changed in their order, never more at once than `maxUnavailable`. `together`: all at the same time, since they would not
   * work with one another otherwise; with `stage`, none before each is ready, and none is drained. `togetherOn`: rolling, but together where a
   * member is restarted for one of these resources (`KIND:KEY`, as in `restartOn`; every member must have each of them), and where nothing
   * runs that could be stopped: while the cluster is founded, and where all members are down. `rolling` where left out.
   */
  readonly change?: 'rolling' | 'together' | { readonly togetherOn: readonly [string, ...string[]] };
  /** Fewer members are refused in a site whose mode is `production`. */
  readonly leastInProduction?: number;
}

/**
 * A role, as its author writes it. Functions are pure: the same input gives the same result, and they know no clock, no
 * randomness and no network. `Observed` and `Decision` are what `observe` and `decide` make of what was asked.
 */
export interface Definition<
  Params extends z.ZodObject,
  Observed extends Record<string, unknown>,
  Decision extends object,
  Output,
  ClusterOutput,
  Jobs extends readonly Job[],
> {
  readonly name: string;
  readonly params: Params;
  readonly needs?: NeedsInput;
  readonly cluster?: ClusterInput;
  /**
   * Files that a member makes once and that say who it is: the key of a node, the id in its data. Each is backed up by the controller once the
   * member is up; one that vanishes later, or is another, stops every plan until somebody says what is to become of it.
   */
  readonly identity?: readonly string[];
  /** Kinds that the role brings, its own or another package's: only those that are named here reach a host. */
  readonly kinds?: readonly AnyKindInput[];
  /** Questions to each member of the live cluster, asked before anything else is worked out. */
  readonly observe?: {
    readonly [K in keyof Observed]: (context: HostContext<z.output<Params>>) => Asked<Observed[K]>;
  };
  /** Settles what is true of the cluster from all answers and the site's own record; must be plain data. */
  readonly decide?: (
    context: ClusterContext<z.output<Params>> & {
      readonly answers: { readonly [K in keyof Observed]: Answers<Observed[K]> };
    },
  ) => Decision;
  /** The order in which members are changed, as host names. */
  readonly order?: (
    context: ClusterContext<z.output<Params>> & Decided<Decision> & { readonly instances: readonly string[] },
  ) => readonly string[];
  /**
   * What counts only when a member first starts and never afterwards, such as the name of its cluster or its rack, by name. It is remembered
   * with the instance; a site that says otherwise later is refused before anything is touched. It knows neither record nor decision: it may be
   * wanted where no member could be asked.
   */
  readonly frozen?: (
    context: Omit<HostContext<z.output<Params>>, 'record'>,
  ) => Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /**
   * What is brought to a host before any member is changed: on all hosts at once, without draining, and so without anything that restarts or stops
   * what runs there, such as the unpacked archive of a new version beside the one in use. Part of `resources` too, as it is in the end.
   */
  readonly stage?: (context: HostContext<z.output<Params>> & Decided<Decision>) => readonly Declared[];
  /** Gets a member out of service before a change that restarts or stops it. */
  readonly drain?: (context: HostContext<z.output<Params>> & Decided<Decision>) => readonly Declared[];
  /** Takes it back into service afterwards, also after a failure. */
  readonly undrain?: (context: HostContext<z.output<Params>> & Decided<Decision>) => readonly Declared[];
  /** What the role wants on a host, in the order in which it is brought about. */
  readonly resources: (context: HostContext<z.output<Params>> & Decided<Decision>) => readonly Declared[];
  /** How a member proves that it is up. */
  readonly probe?: (context: HostContext<z.output<Params>> & Decided<Decision>) => Asked<unknown> | null;
  /** How a member proves that the cluster is whole, as it sees it. */
  readonly clusterProbe?: (context: HostContext<z.output<Params>> & Decided<Decision>) => Asked<unknown> | null;
  /**
   * Work for the cluster as a whole, once all its members are up: jobs that happen once, and checks. Asked for the member that carries it
   * out; names, order and locks must be the same for each.
   */
  readonly jobs?: (context: HostContext<z.output<Params>> & Decided<Decision>) => Jobs;
  /** How members are moved, replaced and taken out, and the cluster upgraded, backed up and restored: lists of steps, for `controller replace` and its like. */
  readonly recipes?: Recipes<z.output<Params>, Decision>;
  /**
   * What parameters become in a drill, whose throwaway hosts are `peers`: those that name members of the real cluster, or that so few hosts could not
   * bear. The others are as the site says.
   */
  readonly drillParams?: (context: Omit<ClusterContext<z.output<Params>>, 'record'>) => Partial<z.output<Params>>;
  /** Why what others have a recipe for is not done to this cluster: what an operator reads who asks for it. */
  readonly cannot?: Cannot;
  /** What a member gives to other roles. */
  readonly outputs?: (context: HostContext<z.output<Params>> & Decided<Decision>) => Output;
  /** What the cluster as one gives to other roles. */
  readonly clusterOutputs?: (context: ClusterContext<z.output<Params>> & Decided<Decision>) => ClusterOutput;
}

type Erased = (context: never) => unknown;

/** A role whose types nobody needs to know any more: the evaluator calls its functions with what it was sent. */
export interface ErasedDefinition {
  readonly name: string;
  readonly params: z.ZodObject;
  readonly needs?: NeedsInput;
  readonly cluster?: ClusterInput;
  readonly identity?: readonly string[];
  readonly kinds?: readonly AnyKindInput[];
  /** Made by `declareRole`. */
  readonly declaredOnly?: true;
  readonly observe?: Readonly<Record<string, Erased>>;
  readonly decide?: Erased;
  readonly order?: Erased;
  readonly frozen?: Erased;
  readonly stage?: Erased;
  readonly drain?: Erased;
  readonly undrain?: Erased;
  readonly resources: Erased;
  readonly probe?: Erased;
  readonly clusterProbe?: Erased;
  readonly jobs?: Erased;
  readonly recipes?: Readonly<Record<string, Erased>>;
  readonly drillParams?: Erased;
  readonly cannot?: Cannot;
  readonly outputs?: Erased;
  readonly clusterOutputs?: Erased;
}
