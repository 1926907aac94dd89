import { z } from 'zod';
import { Answer } from './ask.ts';
import { Change, Warning } from './change.ts';
import { Facts } from './facts.ts';
import { AssignmentId, Sha256 } from './ids.ts';
import { Fault } from './outcome.ts';
import { Report } from './report.ts';
import { Simulation } from './simulation.ts';

const requestId = z.string().min(1).max(64);

/** First on every link: which revisions the agent speaks, and where its reports stand. */
export const Hello = z.strictObject({
  type: z.literal('hello'),
  revision: z.strictObject({ min: z.int().min(1), max: z.int().min(1) }),
  agent: z.string().max(64),
  /** The kernel's id of this boot. */
  boot: z.string().max(64),
  /** Names one journal: a host whose journal was lost starts a new epoch at sequence 1. */
  epoch: z.string().max(64),
  /** The highest sequence number in the journal, 0 where there is none, and the first that is not acknowledged. */
  lastSeq: z.int().min(0),
  firstUnacknowledged: z.int().min(1),
  factsHash: Sha256.nullable(),
  /** The highest fencing number that this host has obeyed. */
  term: z.int().min(0),
  /** Assignments that were accepted and are not finished. */
  active: z.array(AssignmentId).max(256),
});

/** What one host says about itself. Nothing in any message names another host. */
export const FromAgent = z.discriminatedUnion('type', [
  Hello,
  z.strictObject({ type: z.literal('facts'), hash: Sha256, facts: Facts }),
  /** A durable report; acknowledged by sequence number. */
  z.strictObject({ type: z.literal('report'), seq: z.int().min(1), body: Report }),
  /** Answers to a `plan` request, in one or several parts. */
  z.strictObject({
    type: z.literal('planned'),
    id: requestId,
    changes: z.array(Change).max(1_000),
    okCount: z.int().min(0),
    last: z.boolean(),
    fault: Fault.optional(),
    /** With the last part. */
    warnings: z.array(Warning).max(100).optional(),
    /** A part of what a copy of the host shows, where that was asked for. */
    simulated: Simulation.optional(),
  }),
  /** Answers to a `question`, in the order in which it was asked. */
  z.strictObject({ type: z.literal('answers'), id: requestId, answers: z.array(Answer).max(64) }),
  z.strictObject({ type: z.literal('beat') }),
  /** Asks for the next certificate of this host, for a key that it has just made. Answered by `certificate`. */
  z.strictObject({
    type: z.literal('renew'),
    /** SubjectPublicKeyInfo in PEM, of a key on P-256. */
    publicKey: z.string().max(1_000),
    /** ECDSA with SHA-256 by that key over `renewalText`, in base64. */
    proof: z.base64().max(200),
  }),
]);
export type FromAgent = z.infer<typeof FromAgent>;
export type FromAgentOf<T extends FromAgent['type']> = Extract<FromAgent, { type: T }>;
