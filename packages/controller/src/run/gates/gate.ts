import type { InstanceState, RunState } from '../state.ts';

/** A rule that keeps an instance from starting. Pure, and it says why. */
export interface Gate {
  readonly name: string;
  /** One sentence for a person, or nothing where it may start. */
  holds(instance: InstanceState, run: RunState): string | undefined;
}
