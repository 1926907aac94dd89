import type { Host, Owed } from './host.ts';
import type { Prior } from './prior.ts';

/** What was found where a resource should be. Only `unknown` stops the engine, with its reason. */
export type Observed<State> =
  | { readonly is: 'present'; readonly state: State }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown'; readonly reason: string };

/** One resource that differs, with what was read. */
export interface Write<Params, State> {
  readonly params: Params;
  readonly found: Exclude<Observed<State>, { readonly is: 'unknown' }>;
}

/**
 * How a kind is handled on a host. A provider looks and touches; it never decides: the engine compares `want` with what
 * `read` found, calls `write` only for what differs, and reads again afterwards. So check mode is right for every kind at once.
 * Imports nothing but types from `resource.ts`: no schema library reaches an agent.
 */
export interface Provider<Params, State extends object> {
  /** The wanted state, in the shape in which `read` answers; a property left out is not managed. */
  want(params: Params): Partial<State>;
  /** All resources of one kind at once: one answer each, in their order. Never changes anything. */
  read(host: Host, wanted: readonly Params[]): Promise<readonly Observed<State>[]>;
  /** Brings the differing ones to what is wanted, or throws a `ResourceError`. */
  write(host: Host, changes: readonly Write<Params, State>[]): Promise<void>;
  /**
   * True where neighbours of this kind are given to `write` in one call, because that does for many what it does for one: one transaction, one
   * reload. Left out, each is written and verified before the next. An error that concerns only some of them names them.
   */
  readonly together?: true;
  /**
   * Takes away what `write` made; where nothing is left of it, does nothing. Values of secrets in `params` may be missing by then. Reading
   * afterwards must find it absent, or `gone`. `always`: its author said so, so that data that it holds goes too.
   */
  remove(host: Host, params: Params, how?: { readonly always: boolean }): Promise<void>;
  /**
   * For kinds that are never quite absent, such as a service: whether this state is that of a host on which the resource was never
   * declared. Left out: only what is absent is gone.
   */
  gone?(state: State): boolean;
  /**
   * Of resources that nobody declares any more and that would be taken away together: why some stay all the same, because others that are not
   * among them need them. One answer each, in their order. Changes nothing. Left out: nothing else needs them.
   */
  neededBy?(host: Host, params: readonly Params[]): Promise<readonly (string | undefined)[]>;
  /** As in the kind's declaration: what is no longer declared is kept, and said. */
  readonly holdsData?: true;
  /** A kind that leaves nothing on a host, such as one that waits: there is nothing to take away later, or to put back. */
  readonly leavesNothing?: true;
  /**
   * What stands there now, with all that `restore` needs to bring it back. Called before every write and removal; changes nothing. A kind
   * has both or neither; one that has neither, such as a command, cannot be undone.
   */
  capture?(host: Host, params: Params): Promise<Prior>;
  /**
   * Brings back what `capture` saw, whatever is there now; doing it twice is doing it once. Capturing afterwards must give the same again.
   * Values of secrets in `params` may be missing: all that is needed is in `prior`.
   */
  restore?(host: Host, params: Params, prior: Prior): Promise<void>;
  /** Why what was made since is left, and said, where the rest of a run is undone: it may hold data. Nothing: it is brought back. */
  keptByUndo?(prior: Prior): string | undefined;
  /** Whether this is put back only after everything else: a service that is to run again needs its files first. */
  restoresLast?(prior: Prior): boolean;
  /**
   * Resources whose change this one has to act on. The engine remembers what is owed on disk before it writes such a resource, so
   * that a failure or a power cut in between loses none.
   */
  listensTo?(params: Params): readonly Owed[];
  /**
   * What a reader of every plan should know of it, though nothing differs: that a key is about to end. Sentences without a figure that moves
   * from one plan to the next, and without secrets. `state`: what was found, if it is there.
   */
  warnings?(params: Params, state: State | undefined): readonly string[];
  /**
   * Properties that are shown as a text diff rather than as two values; the others are shown as values.
   * Properties that hold keys of a file are shown key by key.
   */
  readonly textProperties?: readonly (keyof State & string)[];
  /**
   * False where nothing can be read after a write that would prove it: a command without a guard. Left out: always provable.
   */
  provable?(params: Params): boolean;
  /** True for an action that cannot be proven and is done once more where the host lost power in its middle. Left out: it has failed then. */
  repeatable?(params: Params): boolean;
  /**
   * All that its writes do is done to files and packages, so they can be tried on a copy of the host. Left out: a simulation leaves it out, and
   * says so.
   */
  readonly simulates?: boolean;
  /** The action that a plan names where it is not `create` or `update`: commands `run`. */
  readonly action?: 'run';
}

/** A provider whose types the engine does not need to know. */
// biome-ignore lint/suspicious/noExplicitAny: the engine pairs params and state by kind, which TypeScript cannot follow through a table
export type AnyProvider = Provider<any, any>;
