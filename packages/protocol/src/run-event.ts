import { z } from 'zod';
import { Change, Warning } from './change.ts';
import { ClusterRecord } from './evaluation.ts';
import { AssignmentId, HostName, InstanceId, JobName, RunId, Sha256, UseName } from './ids.ts';
import { JobNode } from './job.ts';
import { Json, JsonObject } from './json.ts';
import { LockName, LockWish } from './lock.ts';
import { Fault, Outcome } from './outcome.ts';
import { PreflightCheck, PreflightFinding } from './preflight.ts';
import { RecipeWish, StepNode } from './recipe.ts';
import { Report } from './report.ts';
import { SecretName } from './secret.ts';
import { Simulation } from './simulation.ts';
import { RolePart } from './site-document.ts';

/** A plan is a run that never writes. */
export const RunMode = z.enum(['plan', 'apply']);
export type RunMode = z.infer<typeof RunMode>;

/** What a run is for: bring a site about, take all of it away, put back what a former run changed, or carry out a recipe. */
export const RunIntent = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('converge') }),
  z.strictObject({ is: z.literal('destroy') }),
  z.strictObject({ is: z.literal('undo'), run: RunId }),
  RecipeWish.extend({ is: z.literal('recipe') }),
]);
export type RunIntent = z.infer<typeof RunIntent>;

/** Why an instance does not start yet; empty where nothing holds it. */
export const Hold = z.strictObject({ gate: z.string().max(64), reason: z.string().max(1024) });
export type Hold = z.infer<typeof Hold>;

/** Everything that happened in a run, in order. What is shown of a run is derived from this and nothing else. */
export const RunEvent = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('created'),
    run: RunId,
    mode: RunMode,
    intent: RunIntent,
    site: z.string(),
    bundle: Sha256,
    /** Who asked, and the fencing number of the site's lease under which the run writes. */
    operator: z.string(),
    term: z.int().min(0),
    limit: z.string().nullable(),
    /** The plan that an apply carries out; the failed run that it resumes. */
    plan: RunId.nullable(),
    resumes: RunId.nullable(),
    /** Carried out only where the hosts are as the plan saw them. */
    strict: z.boolean(),
    /** A plan that carries each catalog out on a copy of its host. */
    simulate: z.boolean(),
    /** Checks of preflight that do not stop it. */
    skips: z.array(PreflightCheck).max(16).optional(),
    /** Uses whose services do now what they put off. */
    restarts: z.array(UseName).max(1_000).optional(),
  }),
  /** What preflight found before anything was touched, as far as it is worth a line. */
  z.strictObject({ event: z.literal('preflight'), findings: z.array(PreflightFinding).max(10_000) }),
  /** What the live system and the site's record decided for one use; `founding` where there was no record. */
  z.strictObject({
    event: z.literal('decided'),
    use: UseName,
    decided: JsonObject,
    record: ClusterRecord.nullable(),
    founding: z.boolean(),
    order: z.array(HostName),
  }),
  /** The nodes of the run and what each waits for. A later one adds jobs of uses that were not known when the run was planned. */
  z.strictObject({
    event: z.literal('graph'),
    instances: z.array(
      z.strictObject({
        instance: InstanceId,
        /** What must be up before: instances, or `USE@-` for all of a use. */
        after: z.array(InstanceId),
        catalog: Sha256.nullable(),
        /** Secrets whose values travel beside the catalog, sealed. */
        secrets: z.array(SecretName),
        /** Its place in the order of its use, from 0, and how many of that use may be down at once. */
        position: z.int().min(0),
        maxUnavailable: z.int().min(1),
        /** Members of its use are changed together or not at all. */
        together: z.boolean().optional(),
        /** They are, where one of them is restarted for one of these, as `KIND:KEY`, and where nothing is stopped. */
        togetherOn: z.array(z.string().max(4160)).max(64).optional(),
        /** Every member of its cluster came up together before. */
        formed: z.boolean(),
        /** The catalog that it was brought to before. */
        applied: Sha256.nullable(),
        /** The site does not declare it any longer: what it left is taken away. */
        gone: z.boolean(),
        /** Names that it had before. */
        formerly: z.array(InstanceId),
        /** The catalog that counts as applied once it has ended well; nothing where nothing of it is left. */
        becomes: Sha256.nullable(),
        parts: z.array(RolePart),
        /** What nobody else may hold while it is carried out, or changed in a way that may take it down. */
        locks: z.array(LockWish),
        /** What the node is where it is a job, not a role on a host. */
        job: JobNode.nullable(),
        /** What it is as a step of a recipe. */
        step: StepNode.optional(),
      }),
    ),
  }),
  /** What a host read, compared with its catalog. */
  z.strictObject({
    event: z.literal('planned'),
    instance: InstanceId,
    /** `changed`: something differs; `ok`: nothing does; the others say why nobody can tell. */
    outcome: z.enum(['ok', 'changed', 'failed', 'unreachable', 'skipped']),
    changes: z.array(Change),
    okCount: z.int().min(0),
    /** Drained before it is changed. */
    drains: z.boolean(),
    /** What a copy of the host shows, where the plan was asked for that. */
    simulated: Simulation.nullable(),
    warnings: z.array(Warning).max(100),
    fault: Fault.nullable(),
  }),
  /** What an instance wants, that could not be known when its run was planned: what it waits for is up now. Its plan follows. */
  z.strictObject({
    event: z.literal('known'),
    instance: InstanceId,
    catalog: Sha256,
    secrets: z.array(SecretName),
    becomes: Sha256.nullable(),
    formed: z.boolean(),
  }),
  /** Something that the plan says about the site, not about one instance (`its host was cut off: left as it is`). */
  z.strictObject({ event: z.literal('noted'), about: z.string(), note: z.string() }),
  z.strictObject({ event: z.literal('held'), instance: InstanceId, holds: z.array(Hold) }),
  /** A job was given to a member: its locks are held, and its done-probe is asked next. */
  z.strictObject({ event: z.literal('begun'), instance: InstanceId, host: HostName, locks: z.array(LockName) }),
  /** Whether a job is done already, and why it is thought so. */
  z.strictObject({ event: z.literal('asked'), instance: InstanceId, done: z.boolean(), why: z.string() }),
  z.strictObject({
    event: z.literal('assigned'),
    instance: InstanceId,
    assignment: AssignmentId,
    catalog: Sha256,
  }),
  /** The point of no return of a recipe: from here on this cannot be taken back. */
  z.strictObject({ event: z.literal('passed'), instance: InstanceId, what: z.string().max(300) }),
  z.strictObject({ event: z.literal('reported'), instance: InstanceId, report: Report }),
  z.strictObject({ event: z.literal('linked'), host: HostName, linked: z.boolean() }),
  z.strictObject({
    event: z.literal('probed'),
    instance: InstanceId,
    /** `done`: whether a job is done after it was carried out. */
    probe: z.enum(['probe', 'clusterProbe', 'done']),
    holds: z.boolean(),
    why: z.string(),
  }),
  z.strictObject({
    event: z.literal('gave'),
    use: UseName,
    host: HostName.nullable(),
    job: JobName.nullable(),
    output: Json,
  }),
  z.strictObject({ event: z.literal('ended'), instance: InstanceId, outcome: Outcome, fault: Fault.nullable() }),
  z.strictObject({ event: z.literal('cancelling'), operator: z.string() }),
  z.strictObject({
    event: z.literal('finished'),
    outcome: z.enum(['ok', 'changed', 'failed', 'unreachable', 'cancelled']),
    fault: Fault.nullable(),
  }),
]);
export type RunEvent = z.infer<typeof RunEvent>;
export type RunEventOf<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;

/** An event with its place in the run (from 1, without gaps) and its time, in milliseconds since 1970. */
export const StoredEvent = z.strictObject({ seq: z.int().min(1), at: z.number(), body: RunEvent });
export type StoredEvent = z.infer<typeof StoredEvent>;
