import { z } from 'zod';
import { Ask } from './ask.ts';
import { AssignmentId, HostName, InstanceId, Sha256 } from './ids.ts';
import { SealedSecret } from './secret.ts';

const requestId = z.string().min(1).max(64);
const sealed = z.array(SealedSecret).max(200);

/** First answer on every link. */
export const Welcome = z.strictObject({
  type: z.literal('welcome'),
  revision: z.int().min(1),
  /** The name under which the controller knows this host. */
  host: HostName,
  /** Everything up to here is stored; the agent may forget it. */
  acknowledged: z.int().min(0),
  /** The hash of the fact document that the controller holds; the agent sends its own where that differs. */
  factsHash: Sha256.nullable(),
  heartbeatMs: z.int().min(1_000).max(600_000),
  /** After a loss of the link, the first try comes at a random time within this span. */
  spreadMs: z.int().min(0).max(600_000),
  /** The controller's clock, in milliseconds since 1970. */
  time: z.number(),
});

/** What the controller asks of one host. */
export const ToAgent = z.discriminatedUnion('type', [
  Welcome,
  z.strictObject({ type: z.literal('acknowledge'), seq: z.int().min(0) }),
  /** Read and compare, never write. Answered by `planned`. */
  z.strictObject({
    type: z.literal('plan'),
    id: requestId,
    instance: InstanceId,
    catalog: Sha256,
    sealed,
    /** Carry it out on a copy of the host as well, and tell what that did. */
    simulate: z.boolean(),
  }),
  /** Bring the host to what the catalog wants. Sent again after a reconnect; the agent knows a repeat by its id. */
  z.strictObject({
    type: z.literal('apply'),
    assignment: AssignmentId,
    catalog: Sha256,
    sealed,
    /** Fencing number: an agent that has obeyed a higher one refuses. */
    term: z.int().min(0),
    /** Milliseconds since 1970 by the controller's clock: work that arrives later is refused. */
    notAfter: z.number(),
  }),
  /** Begin nothing more of it; `kill` also ends the command of a job that runs. */
  z.strictObject({ type: z.literal('cancel'), assignment: AssignmentId, kill: z.boolean().optional() }),
  /** Read-only questions. Answered by `answers`. */
  z.strictObject({ type: z.literal('question'), id: requestId, asks: z.array(Ask).min(1).max(64), sealed }),
  /** An ad-hoc command. Its output comes as binary frames, its end as a `command` report. */
  z.strictObject({
    type: z.literal('command'),
    command: z.string().min(1).max(64),
    argv: z.array(z.string().max(65_536)).min(1).max(256),
    tty: z.boolean(),
    timeoutMs: z.int().min(1_000).max(86_400_000),
  }),
  /** Gather again and answer with `facts`. */
  z.strictObject({ type: z.literal('gather') }),
  /** The controller holds this much of a command's output: what is not yet held is sent again from there. */
  z.strictObject({
    type: z.literal('outputHeld'),
    of: z.string().min(1).max(400),
    stream: z.enum(['stdout', 'stderr', 'terminal']),
    bytes: z.int().min(0),
  }),
  /** The certificate that was asked for with `renew`, in PEM. The one in use stays good until this one was used. */
  z.strictObject({ type: z.literal('certificate'), certificate: z.string().max(8_192) }),
  /**
   * Which packs may be loaded, in place of what was said before; comes first on every link where there ever was a pack, and at every change.
   */
  z.strictObject({
    type: z.literal('packs'),
    /** `Admitted` as JSON: this very text is signed. */
    admitted: z.string().max(32_768),
    /** ECDSA on P-256 with SHA-256, in base64. */
    signature: z.string().max(256),
    /** Of the key that signed, in PEM: made by the controller's authority for signing code and nothing else. */
    certificate: z.string().max(8_192),
  }),
  /** The controller is about to stop: leave, and come back within this span. */
  z.strictObject({ type: z.literal('goAway'), spreadMs: z.int().min(0).max(600_000) }),
]);
export type ToAgent = z.infer<typeof ToAgent>;
export type ToAgentOf<T extends ToAgent['type']> = Extract<ToAgent, { type: T }>;
