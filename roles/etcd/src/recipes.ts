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
import { readAnswering, readMembers, readStatuses } from './answers.ts';
import { clientUrl, peerUrl, task } from './config.ts';
import { AS_CLIENT, etcdctl, etcdctlAt } from './etcdctl.ts';
import type { Params } from './params.ts';
import { DATA, RESTORED, SNAPSHOTS } from './places.ts';
import { type Decision, majority, whole } from './topology.ts';

type Context = RecipeContext<Params, Decision>;

/** Is there once a member has started. */
const DATABASE = `${DATA}/member/snap/db`;
/** Asking all members takes longer than one: those that are down are waited for. */
const ALL_MS = 15_000;
/** A snapshot of the 8 GiB that etcd may hold, over a slow disk. */
const SNAPSHOT_DEADLINE = '1h';
/** A new member gets all data first. */
const CATCH_UP = '2h';

const urls = (hosts: readonly Host[], params: Params): readonly string[] =>
  hosts.map((host) => clientUrl(host, params));

/** So many of those who stay answer that they can decide once one member is out. */
const majorityStays = ({ params, decided }: Context, staying: readonly Host[]): Step =>
  step.require('majority', 'those who stay are a majority, and agree on a leader', {
    on: staying,
    ask: ask.command(etcdctlAt(urls(staying, params), 'endpoint', 'status', '-w', 'json'), {
      ...AS_CLIENT,
      timeoutMs: ALL_MS,
      until: (answer) => majority(readAnswering(answer), decided.members.length - 1),
    }),
  });

/** Everyone answers, agrees, is in step, and has no alarm. */
const allAreWell = ({ params }: Context, on: readonly Host[], members: number) => ({
  on,
  ask: ask.command(etcdctl(params, 'endpoint', 'status', '--cluster', '-w', 'json'), {
    ...AS_CLIENT,
    timeoutMs: ALL_MS,
    until: (answer) => whole(readStatuses(answer), members, members),
  }),
});

const takeOut = ({ params }: Context, { leaving, staying }: Leaving): Step =>
  step.run('take-out', `take ${leaving.name} out of the list of members`, {
    on: staying,
    run: [act.command(task('take-out', leaving.name, peerUrl(leaving, params)), { deadline: '2m' })],
    done: ask.command(etcdctl(params, 'member', 'list', '-w', 'json'), {
      ...AS_CLIENT,
      parse: readMembers,
      until: (members) =>
        !members.some(({ name, peers }) => name === leaving.name || peers.includes(peerUrl(leaving, params))) ||
        `${leaving.name} is a member`,
    }),
    noReturn: `${leaving.name} is no member any longer, and what it holds counts for nothing`,
  });

const handOver = (leaving: Host): Step =>
  step.run('hand-over', `let another member lead, if ${leaving.name} does`, {
    on: leaving,
    run: [act.command(task('step-down'), { deadline: '2m' })],
  });

/** What all members do at the end of a change of members. */
const settle = (context: Context, staying: readonly Host[], members: readonly Host[]): readonly Step[] => [
  step.apply('tell those who stay who the others are', staying),
  step.wait('whole', `all ${members.length} members answer, agree and are in step`, {
    ...allAreWell(context, members, members.length),
    deadline: CATCH_UP,
  }),
];

/** A member that is out keeps trying to come back until it is stopped; its data is kept, aside. */
const retire = (leaving: Host): readonly Step[] => [
  step.run('retire', `stop ${leaving.name} and put its data aside`, {
    on: leaving,
    run: [act.command(task('retire'), { deadline: '5m' })],
  }),
  clearUp(leaving),
];

const clearUp = (leaving: Host): Step =>
  step.remove(`take away what makes ${leaving.name} a member; its data stays`, leaving);

/** A member that is lost is taken out first: a dead one counts against the majority as long as it is in the list. */
export function replace(context: Context & Exchange): Recipe {
  const { params, leaving, coming, staying } = context;
  const others = someone(staying, 'replaced');
  const lost = step.require('lost', `${leaving.name} does not answer any more`, {
    on: others,
    ask: ask.command(etcdctlAt([clientUrl(leaving, params)], 'endpoint', 'health'), {
      ...AS_CLIENT,
      timeoutMs: ALL_MS,
      until: ({ exitCode }) => exitCode !== 0 || 'it answers and is a healthy member: move it instead',
    }),
  });
  const members = [...others, coming];
  if (coming.name === leaving.name) {
    const how = { params: { replace: [coming.name] }, noReturn: `what ${coming.name} held before counts for nothing` };
    const back = step.apply(`take ${coming.name} in anew, empty`, coming, how);
    return { steps: [lost, majorityStays(context, others), back, ...settle(context, others, members)] };
  }
  return {
    steps: [
      lost,
      majorityStays(context, others),
      takeOut(context, context),
      step.apply(`take ${coming.name} in`, coming),
      ...settle(context, others, members),
      clearUp(leaving),
    ],
  };
}

/** A member that works leaves only once the new one has all data: a learner costs nothing meanwhile. */
export function move(context: Context & Exchange): Recipe {
  const { leaving, coming, staying, begun } = context;
  const members = [...staying, coming];
  return {
    steps: [
      // In its middle there is one member more, or the old one is gone already.
      ...(begun ? [] : [healthy(context, [leaving, ...staying])]),
      step.apply(`take ${coming.name} in`, coming),
      handOver(leaving),
      takeOut(context, { leaving, staying: members }),
      ...(staying.length === 0 ? [] : settle(context, staying, members)),
      ...retire(leaving),
    ],
  };
}

export function decommission(context: Context & Leaving): Recipe {
  const { leaving, staying } = context;
  const others = someone(staying, 'taken out');
  if (others.length === 2) {
    throw new RoleError(
      'bad_params',
      'an etcd of two bears no loss, so none of three members is taken out: replace it, or move it',
    );
  }
  const even = `${others.length} members bear the loss of ${Math.ceil(others.length / 2) - 1}: go on to ${others.length - 1}`;
  return {
    steps: [
      ...(context.begun ? [] : [healthy(context, [leaving, ...others])]),
      handOver(leaving),
      takeOut(context, context),
      ...settle(context, others, others),
      ...retire(leaving),
    ],
    notes: others.length % 2 === 0 ? [even] : [],
  };
}

const healthy = (context: Context, members: readonly Host[]): Step =>
  step.require('healthy', 'all members answer, agree and are in step', allAreWell(context, members, members.length));

/** Every member holds everything, so one snapshot is a backup of all. */
export function backup(context: Context & Members): Recipe {
  const { members, use } = context;
  const file = `${SNAPSHOTS}/.kept.db`;
  return {
    steps: [
      step.require('healthy', 'the member has a leader that a majority follows', {
        on: members,
        ask: ask.command(etcdctl(context.params, 'endpoint', 'health'), AS_CLIENT),
      }),
      step.run('keep', 'take a snapshot, read it through, and give it to the controller', {
        on: members,
        run: [
          act.command(task('keep', file), { deadline: SNAPSHOT_DEADLINE }),
          act.keep(file, `${use}.db`),
          act.command(['rm', '-f', file]),
        ],
        keeps: `${use}.db`,
      }),
    ],
  };
}

/** One host founds the cluster with what the snapshot holds, and the others join it: so it is founded otherwise, too. */
export const restore = (context: Context & Members): Recipe =>
  foundAnew(context, {
    noReturn: `${context.use} begins anew: what was written after the snapshot was taken is given up`,
  });

/** The same on hosts to be thrown away, and each member holds what the snapshot does. */
export function drill(context: Context & Members): Recipe {
  const founded = foundAnew(context);
  const compared = step.run('compare', 'compare every key and value on all members with the snapshot', {
    on: firstOf(context),
    run: [act.command(task('compare', RESTORED), { deadline: SNAPSHOT_DEADLINE })],
  });
  return { ...founded, steps: [...founded.steps, compared] };
}

function firstOf({ members, record, use }: Context & Members): Host {
  const first = members.find(({ name }) => name === record?.founder) ?? members[0];
  if (first === undefined) throw new RoleError('bad_params', `${use} is on no host`);
  return first;
}

function foundAnew(context: Context & Members, how: { readonly noReturn?: string } = {}): Recipe {
  const { members, given, use } = context;
  const from = /^[0-9a-f]{64}$/.exec(given.from ?? '')?.[0];
  if (from === undefined)
    throw new RoleError('bad_params', `say from what ${use} is restored: --from, with a checksum`);
  const first = firstOf(context);
  const others = members.filter(({ name }) => name !== first.name);
  return {
    steps: [
      ...members.map((host, index) =>
        step.require(`empty-${index + 1}`, `${host.name} holds no data`, {
          on: host,
          ask: ask.file(DATABASE, { absent: 'holds', until: () => `${DATABASE} is there: move it away` }),
        }),
      ),
      step.run('fetch', `bring the snapshot to ${first.name}`, {
        on: first,
        run: [act.fetch(from, RESTORED)],
        fetches: [from],
      }),
      step.apply(`found ${use} anew with what the snapshot holds`, first, {
        params: { restoring: RESTORED },
        ...how,
      }),
      ...(others.length === 0 ? [] : [step.apply('take the others in', others)]),
      step.wait('whole', `all ${members.length} members answer, agree and are in step`, {
        ...allAreWell(context, members, members.length),
        deadline: CATCH_UP,
      }),
    ],
    finally: [
      step.run('tidy', 'remove the copy of the snapshot', {
        on: first,
        run: [act.command(['rm', '-rf', RESTORED, `${RESTORED}.part`, `${RESTORED}.unpacked`])],
      }),
    ],
  };
}

/** Snapshot first, then one member at a time to what the site says. */
export function upgrade(context: Context & Members): Recipe {
  const { members } = context;
  return {
    steps: [
      healthy(context, members),
      step.run('snapshot', 'take a snapshot and read it through', {
        on: members,
        run: [act.command(task('snapshot'), { deadline: SNAPSHOT_DEADLINE })],
      }),
      step.apply('bring the members to the release of the site, one at a time, the leader last', members, {
        noReturn: 'a member that has run the new release does not go back to the old one once all have',
      }),
      step.wait('whole', 'all members answer, agree and are in step', allAreWell(context, members, members.length)),
    ],
  };
}

function someone(staying: readonly Host[], what: string): readonly Host[] {
  if (staying.length > 0) return staying;
  throw new RoleError('bad_params', `the only member of an etcd cannot be ${what}: restore a backup instead`);
}
