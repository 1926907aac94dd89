import type { AssignmentId, HostName, RunId, Sha256 } from '@rolecall/protocol';
import type { Logger } from 'pino';
import type { Handlers, RunVerb } from '../api/handler.ts';
import type { Audit } from '../audit/audit.ts';
import type { ServicesAuthority } from '../authority/services-authority.ts';
import type { BlobGrants, Hub, SecretSealer } from '../hub/contract.ts';
import type { Database } from '../store/database.ts';

/** What a controller lends to those who drive its runs. */
export interface Services {
  /** The data folder. */
  readonly data: string;
  /** Where hosts and operators reach this controller. */
  readonly url: string;
  readonly database: Database;
  readonly hub: Hub;
  readonly blobs: BlobGrants;
  readonly secrets: SecretSealer;
  /** The certificates that services are trusted by. */
  readonly authorities: Pick<ServicesAuthority, 'bundle'>;
  readonly audit: Audit;
  readonly log: Logger;
  /** Names of the enrolled, unrevoked hosts that an expression selects, sorted. */
  readonly selectHosts: (expression: string) => readonly HostName[];
}

/** Those who drive runs: their verbs, and a stop that leaves everything ready for the next start. */
export interface RunService {
  readonly handlers: Handlers<RunVerb>;
  /** The catalog of a piece of work that a host was given and has not finished. */
  catalogOf(assignment: AssignmentId): Sha256 | undefined;
  /** Names the carrying-out of the recipe of which a host now does a step that gives something to be kept under a name. */
  keptFor(host: HostName, name: string): RunId | undefined;
  close(): Promise<void>;
}
