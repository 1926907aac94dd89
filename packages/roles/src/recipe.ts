import type { Given, Impossible } from '@rolecall/protocol';
import type { ClusterContext, Decided, Host } from './context.ts';
import type { Lock } from './job.ts';
import type { Step } from './step.ts';

/** What a recipe is given, whatever it is: everybody whom it is about is among `peers`, those that leave and those that come as well. */
export interface RecipeContext<Params, Decision> extends ClusterContext<Params>, Decided<Decision> {
  /** What was said beside the names: `--with from=NAME`. */
  readonly given: Given;
  /** A former run of it was begun and is gone on with: what it did may be there. */
  readonly begun: boolean;
}

/** About a member that goes. */
export interface Leaving {
  readonly leaving: Host;
  /** All others. */
  readonly staying: readonly Host[];
}

/** About a member whose place another host takes. */
export interface Exchange extends Leaving {
  /** The host that takes its place; the same where it was made anew under its old name. */
  readonly coming: Host;
}

/** About all of a cluster. */
export interface Members {
  readonly members: readonly Host[];
}

/** What a recipe is about. */
interface Subject {
  /** A member that works goes to another host. */
  readonly move: Exchange;
  /** A member that is lost is made anew. */
  readonly replace: Exchange;
  readonly decommission: Leaving;
  readonly upgrade: Members;
  readonly backup: Members;
  /** The members as they will be; the cluster is founded anew from what was kept. */
  readonly restore: Members;
  /**
   * The throwaway hosts of a drill, on which the cluster is founded from what was kept, as by `restore`. The last step proves that everything is
   * back, and the last line that its command prints says what was counted. All that the role brought there is taken away afterwards by itself.
   */
  readonly drill: Members;
}

/** A short list of steps. */
export interface Recipe {
  /** One after another; none after the first that fails. */
  readonly steps: readonly Step[];
  /** Done in the end, also after a failure, once one of the steps has begun. */
  readonly finally?: readonly Step[];
  /** `topology` where left out, `maintenance` for a backup. Held from the first step to the last, and after a failure until somebody goes on. */
  readonly locks?: readonly Lock[];
  /** What a reader should know before they say yes. */
  readonly notes?: readonly string[];
}

/**
 * Why something cannot be done to a cluster of a role, and what to do instead: each a sentence without a full stop. `successor` is to replace a
 * member by a host of another name.
 */
export type Cannot = { readonly [What in Impossible]?: string };

/** What can be done to a cluster of a role beside applying it. What is not here is refused. */
export type Recipes<Params, Decision> = {
  readonly [R in keyof Subject]?: (context: RecipeContext<Params, Decision> & Subject[R]) => Recipe;
};
