import type { InstanceState } from '../instance-state.ts';
import type { Survey } from '../survey.ts';

/** A rule that keeps an instance from starting. It changes nothing, looks at no other instance one by one, and says why. */
export interface Gate {
  readonly name: string;
  /** One sentence for a person, or nothing where it may start. */
  holds(instance: InstanceState, survey: Survey): string | undefined;
}
