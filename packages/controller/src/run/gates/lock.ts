import { titleOf } from '@rolecall/protocol/id-parts';
import type { InstanceState } from '../instance-state.ts';
import type { Obstacle, Survey } from '../survey.ts';
import type { Gate } from './gate.ts';

/** Nobody else holds a lock that it wants, or one that excludes it; neither in this run nor in another. */
export const lock: Gate = {
  name: 'lock',
  holds(instance, survey) {
    const obstacle = survey.obstacleTo(instance);
    return obstacle === undefined ? undefined : describe(obstacle);
  },
};

const describe = ({ name, holder, elsewhere }: Obstacle): string => {
  const who =
    elsewhere === undefined ? titleOf(holder) : `${titleOf(holder)} in run ${elsewhere.run} of ${elsewhere.site}`;
  return `${name} is held by ${who}`;
};

/** Why it will not get a lock in this run at all: what it is held for was begun, and nobody knows how it ended. */
export function lockedForGood(instance: InstanceState, survey: Survey): string | undefined {
  const obstacle = survey.obstacleTo(instance);
  return obstacle?.forGood === true ? `${describe(obstacle)}, of which nobody knows how it ended` : undefined;
}
