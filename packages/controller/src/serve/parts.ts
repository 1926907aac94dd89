import type { Sha256, Verb } from '@rolecall/protocol';
import type { Handlers } from '../api/handler.ts';
import type { Artifacts } from '../artifacts/artifacts.ts';
import type { Authority } from '../authority/authority.ts';
import type { ServicesAuthority } from '../authority/services-authority.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { AgentFiles } from '../enroll/agent-files.ts';
import type { AgentHub } from '../hub/hub.ts';
import type { Admission } from '../packs/admission.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Operators } from './operators.ts';
import type { Services } from './services.ts';
import type { Turns } from './turns.ts';

/** Everything that requests are answered with. */
export interface Parts extends Omit<Services, 'hub' | 'blobs' | 'secrets' | 'authorities'> {
  readonly hub: AgentHub;
  readonly blobs: Blobs;
  readonly artifacts: Artifacts;
  readonly secrets: Secrets;
  readonly authorities: ServicesAuthority;
  readonly authority: Authority;
  readonly admission: Admission;
  readonly operators: Operators;
  readonly version: string;
  /** Places for those who fetch large blobs. */
  readonly turns: Turns;
  /** Built once, in the background: the first enrolment waits for it. */
  readonly agentFiles: () => Promise<AgentFiles>;
  /** The blobs that every new host may fetch. */
  readonly published: () => Promise<ReadonlySet<Sha256>>;
}

export type AllHandlers = Handlers<Verb>;
