import {
  act,
  ask,
  type Cannot,
  type Exchange,
  type Host,
  type RawAnswers,
  type Recipe,
  type RecipeContext,
  RoleError,
  step,
} from '@rolecall/roles';
import { areHealed, isLost, isWhole, saysYes } from './answers.ts';
import type { Params } from './params.ts';
import { ACCOUNT, MEMBER } from './places.ts';
import { poolsOf } from './pools.ts';
import type { Decision } from './topology.ts';

/** Both quorums are waited for, and each server is asked. */
const WHOLE_MS = 30_000;
/** Somebody looks at a thousand objects a second at most: MinIO keeps so many results until mc fetches them, once a second. */
const HEALING = '7d';
const LOOK = 'look at all objects, and heal what is not on all its drives';

/** A question that a member's own program answers. */
const askMember = (task: string, until: (answer: RawAnswers['command']) => boolean | string) =>
  ask.command([MEMBER, task], { group: ACCOUNT, timeoutMs: WHOLE_MS, until });

/** Whether all servers and drives are there, as a member sees it. */
export const askWhole = (params: Params, peers: readonly Host[]) => {
  const drives = poolsOf(params, peers).reduce((sum, pool) => sum + pool.hosts.length * pool.drives.length, 0);
  return askMember('whole', (answer) => isWhole(answer, peers.length, drives));
};

/** Whether nothing is left that a member missed. */
export const askHealed = () => askMember('is-healed', saysYes);

/** Looks at all objects, and brings each to all its drives: what nobody missed is only looked at. */
export const heal = (name: string) => act.command([MEMBER, 'heal'], { name, deadline: HEALING });

/** A host that was lost and made anew under its name: MinIO fills its drives by itself, once it is told of it. */
export function replace({
  params,
  peers,
  leaving,
  coming,
  staying,
  begun,
}: RecipeContext<Params, Decision> & Exchange): Recipe {
  if (staying.length === 0) {
    throw new RoleError('bad_params', 'the only host of a MinIO cannot be replaced: nobody has another copy');
  }
  const { name } = leaving;
  return {
    steps: [
      step.require('others', `those who stay can read and write without ${name}`, {
        on: staying,
        ask: askMember('whole', saysYes),
      }),
      // Once it was begun, it is there.
      ...(begun
        ? []
        : [
            step.require('lost', `${name} takes no part in its cluster`, {
              on: staying,
              ask: askMember('whole', (answer) => isLost(name, answer)),
            }),
          ]),
      step.apply(`tell those who stay where ${name} is`, staying),
      step.apply(`start ${name}, whose drives MinIO fills with what the others have`, coming),
      step.wait('filled', 'no drive is being healed any more', {
        on: [coming, ...staying],
        ask: askMember('whole', areHealed),
        deadline: HEALING,
      }),
      // The first that is linked does it, as for the check of every apply, which then has nothing left to do.
      step.run('heal', LOOK, { on: peers, run: [heal(LOOK)], done: askHealed() }),
      step.wait('whole', `all ${peers.length} servers and their drives are there`, {
        on: peers,
        ask: askWhole(params, peers),
      }),
    ],
  };
}

/** What an operator reads who asks for something else. */
export const cannot: Cannot = {
  successor:
    'MinIO finds drives by the names of their hosts for good, so no host of another name takes their place: bring up a fresh one under the old name, enrol it, and say controller replace with that name alone',
  move: 'MinIO finds drives by the names of their hosts for good: bring up the other machine under the same name, with the old drives or with empty ones, enrol it, and say controller replace',
  decommission:
    'a pool of MinIO keeps the hosts that it was founded with: only a pool as a whole can be emptied (mc admin decommission), and Rolecall does not do that',
  upgrade:
    'write the new release into the site and apply it: it is brought to all hosts first, and then all members are restarted at the same time',
  backup: 'Rolecall copies no objects: mirror the buckets to another place (mc mirror)',
  drill:
    'Rolecall copies no objects, so there is no backup that could be tried: mirror the buckets to another place (mc mirror), and read them there',
  restore: 'Rolecall copies no objects: mirror the buckets back from where they were copied to (mc mirror)',
};
