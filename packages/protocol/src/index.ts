export { type Api, ApiError, api, type Input, type Output, type Verb } from './api/api.ts';
export type { ArtifactRow, ArtifactUse, UploadRow } from './api/artifacts.ts';
export { CommandEvent, HostRow } from './api/fleet.ts';
export { OfflineAgent } from './api/offline.ts';
export type { Access, Route } from './api/route.ts';
export { Finding, GraphNode, LogChunk, RunRow, type SiteContents } from './api/runs.ts';
export { Answer, Ask } from './ask.ts';
export { BYTES_IN } from './byte-units.ts';
export { Catalog, CatalogResource, Parallel, Removal } from './catalog.ts';
export { Action, Change, Difference, Warning } from './change.ts';
export { Declared } from './declared.ts';
export { decode } from './decode.ts';
export {
  ClusterRecord,
  type EvaluatorAnswer,
  EvaluatorCall,
  type EvaluatorCallOf,
  EvaluatorLine,
  evaluatorAnswers,
  RoleContext,
} from './evaluation.ts';
export { Facts } from './facts.ts';
export { FromAgent, type FromAgentOf, Hello } from './from-agent.ts';
export {
  assignmentId,
  instanceId,
  jobId,
  jobOf,
  jobOn,
  nodeOf,
  partsOfAssignment,
  partsOfInstance,
  resourceId,
  titleOf,
} from './id-parts.ts';
export {
  AssignmentId,
  HostId,
  HostName,
  InstanceId,
  JobName,
  KindName,
  ResourceId,
  RunId,
  Sha256,
  Stage,
  UseName,
  UseOrJob,
} from './ids.ts';
export { JobDocument, JobForm, JobKey, JobNode } from './job.ts';
export { Json, JsonObject } from './json.ts';
export { jsonDepth } from './json-depth.ts';
export type { Decoded } from './json-text.ts';
export {
  MAX_BLOB_BYTES,
  MAX_FRAME_BYTES,
  MAX_JSON_DEPTH,
  MAX_PACK_BYTES,
  MISSED_BEATS,
  PACK_API,
  REVISION,
  REVISION_OF_PACKS,
} from './limits.ts';
export { ClusterLock, excludedBy, LockName, LockWish, lockName } from './lock.ts';
export { Measured, MeasuredCertificate, MeasuredHost, MeasuredSecret, Reached, Taken } from './measured.ts';
export { nearestFirst } from './nearest.ts';
export { Listens, Needs, SiteMode, Transport } from './needs.ts';
export { Fault, Outcome } from './outcome.ts';
export { decodeOutput, encodeOutput, type OutputChunk, type OutputStream, placeOutput } from './output-frame.ts';
export { Admitted, BroughtKind, MAX_ADMITTED, PackManifest, PackRow } from './pack.ts';
export { PreflightCheck, PreflightCode, PreflightFinding } from './preflight.ts';
export {
  ABOUT_ONE,
  Given,
  Impossible,
  RecipeDocument,
  RecipeName,
  RecipeWish,
  recipeHolder,
  StepDocument,
  type StepDocumentOf,
  StepNode,
} from './recipe.ts';
export { renewalText } from './renewal-text.ts';
export { Report, type ReportOf } from './report.ts';
export { Hold, RunEvent, type RunEventOf, RunIntent, RunMode, StoredEvent } from './run-event.ts';
export { makeSealingKeys, openSealed, seal, sealingPublicKey } from './sealed-box.ts';
export { SealedSecret, SecretName, SecretVersion } from './secret.ts';
export { fillSecrets, secretMarker, secretsIn } from './secret-marker.ts';
export { SERVICES_AUTHORITY, serviceCertificateText } from './services-authority.ts';
export { showSource } from './show-source.ts';
export { FileEffect, PackageEffect, Simulation } from './simulation.ts';
export {
  ALL_AT_ONCE,
  Member,
  OutputReference,
  RoleDocument,
  RolePart,
  Selector,
  SiteDocument,
  UseDocument,
} from './site-document.ts';
export { SiteWants } from './site-wants.ts';
export { Source } from './source.ts';
export { ToAgent, type ToAgentOf, Welcome } from './to-agent.ts';
