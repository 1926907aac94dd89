import type { OutputStream } from '@rolecall/protocol/output-frame';
import type { Command, Completed, Host } from '@rolecall/resources';

/** Names one command of one piece of work: `ASSIGNMENT#INDEX.N` for a resource's Nth command, or an ad-hoc command's id. */
export type CommandId = string;

/** Called for every piece of output, in order within its stream; `offset` counts the bytes of the stream before it. */
export type OnOutput = (piece: {
  readonly of: CommandId;
  readonly stream: OutputStream;
  readonly offset: number;
  readonly bytes: Uint8Array;
}) => void;

/** How a command that was started before the agent's own start ended. `lost`: its unit is gone and left no result. */
export type Settled = { readonly is: 'ended'; readonly completed: Completed } | { readonly is: 'lost' };

/**
 * Commands in transient systemd units: they outlive the agent. A runner in the unit writes output and result to a spool, hides
 * secrets in what it writes, and keeps the deadline also when no agent is there.
 */
export interface Commands {
  /** Starts a command and waits for its end. `hide` are values that must not appear in its output. */
  run(id: CommandId, command: Command, hide: readonly string[], onOutput: OnOutput): Promise<Completed>;
  /** Ids of commands of this piece of work that were started and not forgotten, running or ended. */
  startedFor(work: string): Promise<readonly CommandId[]>;
  /** Waits for a command that a former agent started, streams what it wrote from `from` on, and says how it ended. */
  settle(id: CommandId, onOutput: OnOutput): Promise<Settled>;
  /** Output of a command again, from an offset, out of its spool: for a controller that missed some. */
  replay(id: CommandId, stream: OutputStream, from: number, onOutput: OnOutput): Promise<void>;
  /** Ends it politely (SIGTERM to its group), after 10 s for good; one that is `uninterruptible` goes on. */
  cancel(id: CommandId): Promise<void>;
  /** Drops the spool of every command of this piece of work. */
  forget(work: string): Promise<void>;
}

/** What is owed to services (restarts, reloads), on disk. */
export interface OwedLedger {
  /** Written and synced before the resource that asks for it is touched; counts as owed whatever happens then. */
  expect(service: string, action: 'restart' | 'reload', because: string): Promise<void>;
  /** The resource was written: a service that starts after this moment has seen it. */
  confirm(service: string, because: string): Promise<void>;
  /** The resource was not written after all. */
  withdraw(service: string, because: string): Promise<void>;
}

/** A host for one resource's work: the effects of `Host`, with its commands named after the work and its output streamed. */
export type HostFor = (work: {
  readonly id: string;
  readonly hide: readonly string[];
  readonly onOutput: OnOutput;
}) => Host;
