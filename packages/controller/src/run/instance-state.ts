import type { AssignmentId, Fault, HostName, Outcome, RunEventOf, Sha256, UseName } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';

export type Node = RunEventOf<'graph'>['instances'][number];

/**
 * Where an instance stands; it never goes back, but for one that was staged and waits to be changed. `working` ones have an assignment that
 * its host has not finished; an `asking` one is a job of which is asked whether it is done already.
 */
export type Phase =
  | 'waiting'
  | 'staging'
  | 'asking'
  | 'draining'
  | 'drained'
  | 'working'
  | 'proving'
  | 'undraining'
  | 'settled'
  | 'ended';

/** One instance of a run, or a job. */
export interface InstanceState extends Node {
  readonly use: UseName;
  /** Of a job: the member that carries it out, or would. */
  readonly host: HostName;
  readonly phase: Phase;
  readonly planned: RunEventOf<'planned'> | null;
  /** Carrying out what is planned for it may take it down. */
  readonly disturbs: boolean;
  /** Handed to the host and not finished. */
  readonly assignment: AssignmentId | null;
  readonly attempts: number;
  /** Of a step behind which there is no way back: it was begun. */
  readonly passed: boolean;
  /** Of a job: it is asked without its locks, because one of them is kept for another; so it is not carried out. */
  readonly unlocked: boolean;
  /** Of a job: it was asked, and is not done. */
  readonly open: boolean;
  /** Of a job: it was handed to a host, and may have taken effect. */
  readonly begun: boolean;
  /** Of a job: the catalog that was handed out, and the end of what its last command printed. */
  readonly handed: Sha256 | null;
  readonly output: string | null;
  /** What the host made of its catalog. */
  readonly result: 'ok' | 'changed' | 'failed' | 'cancelled' | 'unknown' | null;
  /** Something was started, restarted or reloaded, so that probes have something to prove. */
  readonly disturbed: boolean;
  /** What is to be on its host before any member is changed is there. */
  readonly staged: boolean;
  readonly drained: boolean;
  /** Its own probe held, and its cluster's. */
  readonly proven: boolean;
  readonly clustered: boolean;
  readonly outcome: Outcome | null;
  readonly fault: Fault | null;
}

/** As the graph has it, before anything was done. */
export const fresh = (node: Node): InstanceState => ({
  ...node,
  ...partsOfInstance(node.instance),
  ...(node.job === null ? {} : { host: node.job.hosts[0] as HostName }),
  phase: 'waiting',
  planned: null,
  disturbs: false,
  assignment: null,
  attempts: 0,
  passed: false,
  unlocked: false,
  open: false,
  begun: false,
  handed: null,
  output: null,
  result: null,
  disturbed: false,
  staged: false,
  drained: false,
  proven: false,
  clustered: false,
  outcome: null,
  fault: null,
});
