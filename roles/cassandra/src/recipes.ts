import {
  act,
  ask,
  type Exchange,
  type Host,
  type Leaving,
  type Members,
  type Recipe,
  type RecipeContext,
  RoleError,
  type Step,
  step,
} from '@rolecall/roles';
import { readRing, readWhole } from './answers.ts';
import type { Params } from './params.ts';
import { LEFT } from './places.ts';
import { NODETOOL_MS, nodetool, task } from './programs.ts';
import { type Decision, isWhole } from './topology.ts';

export type Context = RecipeContext<Params, Decision>;

/** What a member owns goes over the network, at the rate that Cassandra is set to. */
const STREAMING = '7d';
const TOGETHER = '30m';

/** So many members are up with one schema, and nobody is on the way. */
export const allAreWell = (on: readonly Host[], members: number) => ({
  on,
  ask: ask.command(nodetool('describecluster'), {
    timeoutMs: NODETOOL_MS,
    until: (answer) => isWhole(readWhole(answer), members),
  }),
});

export const healthy = (members: readonly Host[]): Step =>
  step.require('healthy', 'all members are up, with one schema', allAreWell(members, members.length));

/** A recipe brings one role about: what that stands on must be there. */
export const hasJava = (coming: Host, { params }: Context, name = 'java'): Step =>
  step.require(name, `${coming.name} has the Java that it will run on`, {
    on: coming,
    ask: ask.command([`${params.java.home}/bin/java`, '-version'], {
      until: ({ exitCode }) => exitCode === 0 || `there is none at ${params.java.home}: put the role java on it first`,
    }),
  });

/** What members know of one another, once one has come or gone. */
const settle = (staying: readonly Host[], members: readonly Host[]): readonly Step[] => [
  step.apply('tell those who stay who the others are', staying),
  step.wait('whole', `all ${members.length} members are up, with one schema`, {
    ...allAreWell(members, members.length),
    deadline: TOGETHER,
  }),
];

const clearUp = (leaving: Host): Step =>
  step.remove(`take away what makes ${leaving.name} a member; its data stays`, leaving);

/** Gives what it owns to the others, and stops for good. */
const leave = (leaving: Host): Step =>
  step.run('leave', `let ${leaving.name} give what it owns to the others, and stop it`, {
    on: leaving,
    run: [act.command(task('leave'), { deadline: STREAMING })],
    done: ask.file(LEFT, { until: () => true }),
    noReturn: `${leaving.name} gives away what it owns, and is no member afterwards`,
  });

/** Every copy of a row is on another member, so as many must stay as there are copies. */
function enoughStay({ params, peers }: Context, staying: readonly Host[]): void {
  const system = { 'what Cassandra keeps itself': { replication: Math.min(params.replication, peers.length) } };
  for (const [keyspace, { replication }] of Object.entries({ ...params.keyspaces, ...system })) {
    if (replication <= staying.length) continue;
    throw new RoleError(
      'bad_params',
      `${keyspace} wants ${replication} copies, and only ${staying.length} members would be left: replace it, or move it`,
    );
  }
}

/** A lost member's place is taken by one that gets what it owned from the other copies. */
export function replace(context: Context & Exchange): Recipe {
  const { leaving, coming, staying } = context;
  const states = (judge: (stateOf: (host: Host) => string | undefined) => boolean | string) =>
    ask.command(nodetool('status'), {
      timeoutMs: NODETOOL_MS,
      parse: readRing,
      until: (ring) => judge(({ address }) => ring.find((one) => one.address === address)?.state),
    });
  if (staying.length === 0) {
    throw new RoleError('bad_params', 'the only member of a Cassandra cannot be replaced: nobody has another copy');
  }
  return {
    steps: [
      step.require('lost', `${leaving.name} is a member and down`, {
        on: staying,
        ask: states((of) => of(leaving)?.startsWith('D') === true || `it is ${of(leaving) ?? 'not in the ring'}`),
      }),
      step.require('others', 'all others are up', {
        on: staying,
        ask: states((of) => {
          const down = staying.find((host) => of(host) !== 'UN');
          return down === undefined || `${down.name} is ${of(down) ?? 'not in the ring'}`;
        }),
      }),
      hasJava(coming, context),
      step.apply(`let ${coming.name} take the place of ${leaving.name}`, coming, {
        params: { replace: { [coming.name]: leaving.address } },
        noReturn: `${coming.name} owns what ${leaving.name} owned; what that still has counts for nothing`,
      }),
      ...settle(staying, [...staying, coming]),
      ...(coming.name === leaving.name ? [] : [clearUp(leaving)]),
    ],
  };
}

/** The new member has its part before the old one gives up its own. */
export function move(context: Context & Exchange): Recipe {
  const { leaving, coming, staying, begun } = context;
  return {
    steps: [
      // In its middle there is one member more, or the old one is gone already.
      ...(begun ? [] : [healthy([leaving, ...staying])]),
      hasJava(coming, context),
      step.apply(`take ${coming.name} in`, coming),
      leave(leaving),
      ...(staying.length === 0 ? [] : settle(staying, [...staying, coming])),
      clearUp(leaving),
    ],
  };
}

export function decommission(context: Context & Leaving): Recipe {
  const { leaving, staying, begun } = context;
  if (staying.length === 0) throw new RoleError('bad_params', 'the only member of a Cassandra cannot be taken out');
  enoughStay(context, staying);
  return {
    steps: [
      ...(begun ? [] : [healthy([leaving, ...staying])]),
      leave(leaving),
      ...settle(staying, staying),
      clearUp(leaving),
    ],
  };
}

/** Each member takes a snapshot when it is drained for another version. */
export function upgrade({ members }: Context & Members): Recipe {
  return {
    steps: [
      healthy(members),
      step.apply('bring the members to the release of the site, one at a time', members, {
        noReturn: 'a member that has run a newer version does not go back to the older one',
      }),
      step.wait('whole', 'all members are up, with one schema', {
        ...allAreWell(members, members.length),
        deadline: TOGETHER,
      }),
    ],
  };
}
