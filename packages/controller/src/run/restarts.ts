import { disturbanceOf } from '../plan/disturbance.ts';
import { sharedReasons } from '../plan/shared-restarts.ts';
import type { InstanceState } from './instance-state.ts';

type Planned = Pick<InstanceState, 'togetherOn' | 'planned'>;

/** Of a use that is sometimes changed together: what is planned for a member stops it while it runs. */
export const isStopped = ({ togetherOn, planned }: Planned): boolean =>
  togetherOn !== undefined && (planned?.changes ?? []).some((change) => disturbanceOf(change) === 'stops');

/** Of all that its members cannot be restarted for one after another, what this one is restarted for. */
export const reasonsForAll = ({ planned, togetherOn }: Planned): readonly string[] =>
  sharedReasons(planned?.changes ?? [], togetherOn);
