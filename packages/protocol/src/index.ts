export { type Api, ApiError, api, type Input, type Output, type Verb } from './api/api.ts';
export { CommandEvent, HostRow } from './api/fleet.ts';
export type { Access, Route } from './api/route.ts';
export { Finding, GraphNode, LogChunk, RunRow } from './api/runs.ts';
export { Answer, Ask } from './ask.ts';
export { Catalog, CatalogResource } from './catalog.ts';
export { Action, Change, Difference } from './change.ts';
export { type Decoded, decode, jsonDepth } from './decode.ts';
export {
  ClusterRecord,
  Declared,
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
  AssignmentId,
  assignmentId,
  HostId,
  HostName,
  InstanceId,
  instanceId,
  KindName,
  partsOfAssignment,
  partsOfInstance,
  ResourceId,
  RunId,
  resourceId,
  Sha256,
  Stage,
  UseName,
} from './ids.ts';
export { Json, JsonObject } from './json.ts';
export { MAX_BLOB_BYTES, MAX_FRAME_BYTES, MAX_JSON_DEPTH, MISSED_BEATS, REVISION } from './limits.ts';
export { Fault, Outcome } from './outcome.ts';
export { decodeOutput, encodeOutput, type OutputChunk, type OutputStream, placeOutput } from './output-frame.ts';
export { Report, type ReportOf } from './report.ts';
export { Hold, RunEvent, type RunEventOf, RunMode, StoredEvent } from './run-event.ts';
export { fillSecrets, SealedSecret, SecretName, SecretVersion, secretMarker, secretsIn } from './secret.ts';
export {
  Member,
  Needs,
  OutputReference,
  RoleDocument,
  RolePart,
  Selector,
  SiteDocument,
  UseDocument,
} from './site-document.ts';
export { Source, showSource } from './source.ts';
export { ToAgent, type ToAgentOf, Welcome } from './to-agent.ts';
