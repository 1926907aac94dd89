import type { AssignmentId, Fault, HostName, Outcome, RunEventOf, UseName } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';

export type Node = RunEventOf<'graph'>['instances'][number];

/** Where an instance stands; it never goes back, but for one that was staged and waits to be changed. `working` ones have an assignment that its host has not finished. */
export type Phase =
  | 'waiting'
  | 'staging'
  | 'draining'
  | 'drained'
  | 'working'
  | 'proving'
  | 'undraining'
  | 'settled'
  | 'ended';

/** One instance of a run. */
export interface InstanceState extends Node {
  readonly use: UseName;
  readonly host: HostName;
  readonly phase: Phase;
  readonly planned: RunEventOf<'planned'> | null;
  /** Carrying out what is planned for it may take it down. */
  readonly disturbs: boolean;
  /** Handed to the host and not finished. */
  readonly assignment: AssignmentId | null;
  readonly attempts: number;
  /** What the host made of its catalog. */
  readonly result: 'ok' | 'changed' | 'failed' | 'cancelled' | null;
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
  phase: 'waiting',
  planned: null,
  disturbs: false,
  assignment: null,
  attempts: 0,
  result: null,
  disturbed: false,
  staged: false,
  drained: false,
  proven: false,
  clustered: false,
  outcome: null,
  fault: null,
});
