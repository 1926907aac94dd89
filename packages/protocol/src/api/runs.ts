import { z } from 'zod';
import { HostName, InstanceId, RunId, Sha256, UseName } from '../ids.ts';
import { Measured } from '../measured.ts';
import { Fault } from '../outcome.ts';
import { PreflightCheck, PreflightFinding } from '../preflight.ts';
import { RunIntent, RunMode, StoredEvent } from '../run-event.ts';
import { SiteDocument } from '../site-document.ts';
import { Source } from '../source.ts';
import { answers, streams } from './route.ts';

/** Something wrong in a site, where it stands. */
export const Finding = z.strictObject({ code: z.string(), message: z.string(), at: Source.nullable() });
export type Finding = z.infer<typeof Finding>;

/** A node of the drawn graph. */
export const GraphNode = z.strictObject({
  instance: InstanceId,
  after: z.array(InstanceId),
  source: Source,
});
export type GraphNode = z.infer<typeof GraphNode>;

/** What hosts of a site fetch. */
export const SiteContents = z.strictObject({
  site: z.string(),
  artifacts: z.array(
    z.strictObject({
      sha256: Sha256,
      name: z.string(),
      version: z.string().nullable(),
      /** Where it is, unless the controller has it. */
      url: z.string().nullable(),
      /** Bytes, where the controller has it. */
      stored: z.int().nullable(),
      /** Its server wants headers, which may be secret. */
      guarded: z.boolean(),
    }),
  ),
  packages: z.array(z.strictObject({ name: z.string(), version: z.string().nullable() })),
  /** Images of containers. */
  images: z.array(z.string()),
  /** Repositories of packages. */
  repositories: z.array(z.string()),
  /** Instances of which nothing is known before others are up, and why. */
  unseen: z.array(z.strictObject({ instance: InstanceId, why: z.string() })),
});
export type SiteContents = z.infer<typeof SiteContents>;

export const RunRow = z.strictObject({
  run: RunId,
  mode: RunMode,
  site: z.string(),
  operator: z.string(),
  started: z.number(),
  finished: z.number().nullable(),
  outcome: z.string().nullable(),
});
export type RunRow = z.infer<typeof RunRow>;

/** A piece of a command's output within a run; bytes are base64. */
export const LogChunk = z.strictObject({
  instance: InstanceId,
  of: z.string(),
  stream: z.enum(['stdout', 'stderr', 'terminal']),
  offset: z.int(),
  bytes: z.string(),
});
export type LogChunk = z.infer<typeof LogChunk>;

/** Sites and runs. A bundle is put first, as a blob. */
export const runRoutes = {
  'site.validate': answers(
    'view',
    z.strictObject({ bundle: Sha256 }),
    z.strictObject({ site: SiteDocument.nullable(), findings: z.array(Finding) }),
  ),
  /**
   * What the hosts of a site fetch from elsewhere, as its catalogs say when nothing is there yet. Hosts that the controller never saw are taken to be
   * `like` this one.
   */
  'site.contents': answers('operate', z.strictObject({ bundle: Sha256, like: HostName.nullable() }), SiteContents),
  'site.graph': answers(
    'view',
    z.strictObject({ bundle: Sha256 }),
    z.strictObject({ nodes: z.array(GraphNode), findings: z.array(Finding) }),
  ),
  /** Looks at everything that a site needs, on its hosts or in a document with figures, and touches nothing. */
  'site.preflight': answers(
    'operate',
    z.strictObject({ bundle: Sha256, measured: Measured.nullable() }),
    z.strictObject({ site: SiteDocument, measured: Measured, findings: z.array(PreflightFinding) }),
  ),
  /** The site that was last applied with this use, or with this instance of it. */
  'site.applied': answers(
    'view',
    z.strictObject({ use: UseName, host: HostName.nullable() }),
    z.strictObject({ site: z.string(), bundle: Sha256 }),
  ),
  /** Starts a run; what happens in it is read with `runs.events`. */
  'runs.start': answers(
    'operate',
    z.strictObject({
      mode: RunMode,
      intent: RunIntent,
      bundle: Sha256,
      limit: z.string().max(4096).nullable(),
      plan: RunId.nullable(),
      resumes: RunId.nullable(),
      /** The digest of a plan that was saved: the apply is refused where anything has moved since it was made. */
      expects: Sha256.nullable(),
      /** For a plan: carry each catalog out on a copy of its host, and tell what that does. */
      simulate: z.boolean(),
      /** Checks of preflight that do not stop it. */
      skips: z.array(PreflightCheck).max(16).optional(),
      /** Uses whose services do now what they put off. */
      restarts: z.array(UseName).max(1_000).optional(),
    }),
    z.strictObject({ run: RunId }),
  ),
  /** The events after `after`; with `follow`, on until the run has finished. */
  'runs.events': streams(
    'view',
    z.strictObject({ run: RunId, after: z.int().min(0), follow: z.boolean() }),
    StoredEvent,
  ),
  'runs.logs': streams(
    'view',
    z.strictObject({ run: RunId, instance: InstanceId.nullable(), follow: z.boolean() }),
    LogChunk,
  ),
  'runs.list': answers('view', z.strictObject({ limit: z.int().min(1).max(1_000) }), z.array(RunRow)),
  'runs.cancel': answers('operate', z.strictObject({ run: RunId }), z.strictObject({ cancelling: z.boolean() })),
  /** Why an instance of the latest run does not start. */
  why: answers(
    'view',
    z.strictObject({ instance: InstanceId, run: RunId.nullable() }),
    z.strictObject({ run: RunId, reasons: z.array(z.string()), host: HostName, fault: Fault.nullable() }),
  ),
} as const;
