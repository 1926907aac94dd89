import type {
  ClusterRecord,
  Fault,
  HostName,
  InstanceId,
  JobDocument,
  JobNode,
  JsonObject,
  LockWish,
  Member,
  RecipeWish,
  RoleDocument,
  RolePart,
  RunEventOf,
  Sha256,
  SiteDocument,
  StepDocument,
  StepNode,
  UseName,
} from '@rolecall/protocol';
import type { Graph } from '../graph/graph.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';

/** What a role's functions are given for one use. */
export interface UseContext {
  readonly use: UseName;
  readonly params: JsonObject;
  readonly peers: Member[];
  readonly record: ClusterRecord | null;
  readonly decided: JsonObject;
}

/** One use of a role, as far as it could be worked out. */
export interface PreparedUse {
  readonly use: UseName;
  readonly role: RoleDocument;
  readonly hosts: readonly HostName[];
  /** Absent where something is not known yet: `why` says what. */
  readonly context: UseContext | null;
  readonly why: Fault | null;
  readonly decision: RunEventOf<'decided'> | null;
  /** Work for all of it together; empty where it is not known yet. */
  readonly jobs: readonly JobDocument[];
}

/** What an instance or a job is as a step of a recipe. */
export interface PreparedStep {
  readonly node: StepNode;
  readonly document: StepDocument;
  readonly wish: RecipeWish;
}

/** One instance, with what its host is to be brought to; or a job, with what one of its hosts is to do. */
export interface PreparedInstance {
  readonly instance: InstanceId;
  readonly host: HostName;
  readonly after: readonly InstanceId[];
  /** Stored, and granted to its host; without one `outcome` and `why` say what a plan shows instead. */
  readonly catalog: Sha256 | null;
  readonly secrets: readonly string[];
  readonly outcome: 'skipped' | 'unreachable' | 'failed' | null;
  readonly why: Fault | null;
  readonly position: number;
  readonly maxUnavailable: number;
  readonly together: boolean;
  /** What its members cannot be restarted for one after another, as `KIND:KEY`. */
  readonly togetherOn?: readonly string[];
  readonly formed: boolean;
  readonly parts: readonly RolePart[];
  readonly context: UseContext | null;
  /** What counts only at its first start; nothing where its role knows no such thing. */
  readonly frozen: JsonObject | null;
  /** The site does not declare it any longer. */
  readonly gone: boolean;
  /** Names that it had before. */
  readonly formerly: readonly InstanceId[];
  /** The catalog that counts as applied once it has ended well; nothing where nothing of it is left. */
  readonly becomes: Sha256 | null;
  /** What nobody else may hold meanwhile. */
  readonly locks: readonly LockWish[];
  readonly job: JobNode | null;
  readonly step?: PreparedStep;
}

/** A site, worked out as far as it can be without touching a host. */
export interface Prepared {
  readonly site: SiteDocument;
  readonly graph: Graph;
  readonly evaluator: Evaluator;
  readonly decisions: readonly RunEventOf<'decided'>[];
  readonly notes: readonly RunEventOf<'noted'>[];
  /** What is first on a host stands first. */
  readonly instances: readonly PreparedInstance[];
}
