import { z } from 'zod';
import { Change } from './change.ts';
import { AssignmentId } from './ids.ts';
import { Fault, Outcome } from './outcome.ts';

const counts = z.strictObject({
  ok: z.int().min(0),
  changed: z.int().min(0),
  removed: z.int().min(0),
  failed: z.int().min(0),
  skipped: z.int().min(0),
});

/** What a host did. The agent has each of these on disk before it sends it, and keeps it until it is acknowledged. */
export const Report = z.discriminatedUnion('report', [
  z.strictObject({ report: z.literal('accepted'), assignment: AssignmentId }),
  /** One resource that was not `ok`; those that were are only counted. */
  z.strictObject({
    report: z.literal('resource'),
    assignment: AssignmentId,
    change: Change,
    outcome: Outcome,
    durationMs: z.number().min(0),
    fault: Fault.optional(),
  }),
  z.strictObject({
    report: z.literal('finished'),
    assignment: AssignmentId,
    outcome: Outcome,
    counts,
    /** A service of this host was started, restarted or reloaded, so probes have something to prove. */
    disturbed: z.boolean(),
    /** Of a job: the end of what its last command wrote to its standard output, at most 16 KiB of UTF-8. */
    output: z.string().max(16_384).optional(),
    fault: Fault.optional(),
  }),
  /** An ad-hoc command ended. */
  z.strictObject({
    report: z.literal('command'),
    command: z.string().max(64),
    exitCode: z.int().min(0).max(255).nullable(),
    signal: z.string().max(32).nullable(),
    fault: Fault.optional(),
  }),
]);
export type Report = z.infer<typeof Report>;
export type ReportOf<K extends Report['report']> = Extract<Report, { report: K }>;
