import type { Fault } from '@rolecall/protocol';
import { titleOf } from '@rolecall/protocol/id-parts';
import { isRecipe } from '../../plan/recipe/holder.ts';
import { wordsOf } from '../../plan/recipe/words.ts';
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
  const holds = isRecipe(holder) ? wordsOf(holder) : titleOf(holder);
  const who = elsewhere === undefined ? holds : `${holds} in run ${elsewhere.run} of ${elsewhere.site}`;
  return `${name} is held by ${who}`;
};

/** Why it will not get a lock in this run at all: what it is held for was begun, and nobody knows how it ended. */
export function lockedForGood(instance: InstanceState, survey: Survey): Fault | undefined {
  const obstacle = survey.obstacleTo(instance);
  if (obstacle?.forGood !== true) return undefined;
  const { name, holder } = obstacle;
  if (isRecipe(holder)) {
    const message = `${describe(obstacle)}, which has begun and is not finished`;
    return {
      code: 'locked',
      message,
      hint: `go on with it by the same command, or let go of it: controller locks release ${name}`,
    };
  }
  const job = titleOf(holder);
  const hint = `bring its host back, or say what became of it: controller jobs done ${job} | controller jobs again ${job}`;
  return { code: 'locked', message: `${describe(obstacle)}, of which nobody knows how it ended`, hint };
}
