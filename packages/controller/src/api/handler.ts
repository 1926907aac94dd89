import type { Access, Api, Input, Output, Verb } from '@rolecall/protocol';

/** Who calls, and the call's own life. */
export interface Caller {
  /** As it stands in runs and in the audit chain. */
  readonly operator: string;
  readonly access: Access;
  /** Ends when the operator goes away. What was started for him alone ends with it; runs do not. */
  readonly signal: AbortSignal;
}

/**
 * Serves one verb. Its input has passed the verb's schema and its caller may use it; it throws `ControllerError` for what it
 * refuses. A stream yields pieces as they come; it is asked for the next one only when the last has left.
 */
export type Handler<V extends Verb> = (
  input: Input<V>,
  caller: Caller,
) => Api[V]['streams'] extends true ? AsyncIterable<Output<V>> : Output<V> | Promise<Output<V>>;

/** One handler for each of these verbs: a missing one does not compile. */
export type Handlers<V extends Verb> = { readonly [K in V]: Handler<K> };

/** The verbs about sites, runs, jobs, locks and what says who members are. */
export type RunVerb = Extract<
  Verb,
  `site.${string}` | `runs.${string}` | `jobs.${string}` | `locks.${string}` | `identity.${string}` | 'why'
>;
