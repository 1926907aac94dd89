import { type Answers, type ClusterRecord, founder, type Host, RoleError, replicasFirst } from '@rolecall/roles';
import type { Member, Origin, Status } from './answers.ts';

export interface Decision {
  /** The host that may found the cluster; none once there is one. */
  readonly founder: string | null;
  /** The host that leads a running cluster. */
  readonly leader: string | null;
  /** The hosts that are members of the live cluster. */
  readonly members: readonly string[];
}

interface View {
  readonly peers: readonly Host[];
  readonly record: ClusterRecord | null;
}

export interface Observed {
  readonly status: Answers<Status>;
  readonly members: Answers<readonly Member[]>;
  readonly origin: Answers<Origin>;
}

/** What is asked for in a site, as far as a running cluster cannot take it otherwise. */
export interface Wanted {
  readonly token: string;
  readonly peerUrls: Readonly<Record<string, string>>;
}

const values = <T>(answers: Answers<T> | undefined): readonly (readonly [host: string, value: T])[] =>
  Object.entries(answers ?? {}).flatMap(([host, answer]) =>
    answer.is === 'value' ? [[host, answer.value] as const] : [],
  );

const refuse = (message: string, code: 'no_majority' | 'bad_params' | 'bad_site' = 'bad_params'): never => {
  throw new RoleError(code, message);
};

/** What a member was founded with holds for good. */
function checkOrigin(origin: Answers<Origin>, token: string): void {
  for (const [host, found] of values(origin)) {
    if (found.token !== token) {
      refuse(
        `the cluster's token is ${found.token} on ${host} and cannot become ${token}: say token: '${found.token}'`,
      );
    }
    if (found.name !== host) {
      refuse(`the member on ${host} is called ${found.name}, and a member's name cannot change: replace it instead`);
    }
  }
}

function checkOneCluster(statuses: readonly (readonly [string, Status])[]): void {
  const [first, ...others] = statuses;
  const other = others.find(([, { cluster }]) => cluster !== first?.[1].cluster);
  if (first !== undefined && other !== undefined) {
    refuse(
      `${first[0]} and ${other[0]} have the data of different clusters: stop etcd on the wrong one and move its data away`,
    );
  }
}

function checkMajority(answered: readonly string[], voters: readonly string[]): void {
  const silent = voters.filter((name) => !answered.includes(name)).sort();
  if (silent.length * 2 < voters.length) return;
  refuse(
    `${silent.length} of ${voters.length} members of etcd do not answer (${silent.join(', ')}), so the majority is lost and nothing is changed: start them together, or restore a snapshot`,
    'no_majority',
  );
}

/** Whoever is in the live cluster must be known to the site, under the same address. */
function checkKnown(members: readonly Member[], { peerUrls }: Wanted): void {
  for (const { id, name, peers } of members) {
    if (name === '') continue;
    const wanted = peerUrls[name];
    if (wanted === undefined) {
      const hex = BigInt(id).toString(16);
      refuse(
        `${name} is a member of the cluster and no host of this use: put it back, or take it out first with etcdctl member remove ${hex}`,
        'bad_site',
      );
    }
    if (!peers.includes(wanted ?? '')) {
      refuse(
        `${name} is known to the cluster as ${peers.join(' ')} and not as ${wanted}: tell it first with etcdctl member update`,
      );
    }
  }
}

/** The live cluster decides who is a member and who leads; only where there never was one a host may found it. */
export function decide(view: View & { readonly answers: Observed; readonly wanted: Wanted }): Decision {
  const { peers, record, answers, wanted } = view;
  checkOrigin(answers.origin ?? {}, wanted.token);
  const statuses = values(answers.status);
  checkOneCluster(statuses);
  if (statuses.length === 0) {
    if (record?.formed === true)
      checkMajority(
        [],
        peers.map(({ name }) => name),
      );
    const known = peers.find(({ name }) => name === record?.founder) ?? founder(peers);
    return { founder: known.name, leader: null, members: [] };
  }
  const members = newest(answers, statuses);
  checkKnown(members, wanted);
  const answered = statuses.map(([host]) => host);
  checkMajority(
    answered,
    members.flatMap(({ name, learner }) => (learner || name === '' ? [] : [name])),
  );
  const leads = members.find(({ id }) => statuses.some(([, { leader }]) => leader === id));
  const names = members.flatMap(({ name }) => (name === '' ? [] : [name]));
  return { founder: null, leader: leads?.name ?? null, members: names };
}

/** The member list of whoever has come furthest. */
function newest(answers: Observed, statuses: readonly (readonly [string, Status])[]): readonly Member[] {
  const lists = new Map(values(answers.members));
  const [furthest] = statuses
    .filter(([host]) => lists.has(host))
    .toSorted(([, one], [, other]) => Number(one.learner) - Number(other.learner) || other.revision - one.revision);
  return lists.get(furthest?.[0] ?? '') ?? [];
}

/** A running cluster changes its leader last, and new members come after that; one that is founded begins with its founder. */
export function order({
  decided,
  instances,
}: {
  readonly decided: Decision;
  readonly instances: readonly string[];
}): readonly string[] {
  const { founder: first, leader, members } = decided;
  if (first !== null) return [...instances].sort((a, b) => Number(b === first) - Number(a === first));
  const old = instances.filter((name) => members.includes(name));
  return [...replicasFirst(old, leader ?? ''), ...instances.filter((name) => !members.includes(name))];
}

/** Whether those who answer are enough to decide among so many voters, and agree on who leads. */
export function majority(answering: readonly Status[], voters: number): boolean | string {
  const voting = answering.filter(({ learner }) => !learner);
  if (voting.length * 2 <= voters) return `only ${voting.length} of the ${voters} members that would be left answer`;
  const leaders = new Set(voting.map(({ leader }) => leader));
  return (leaders.size === 1 && !leaders.has('0')) || 'they do not agree on a leader';
}

/** So many changes one member may be behind another: what a busy cluster writes while all are asked. */
export const MAX_BEHIND = 5_000;

/** Whether the whole cluster, as one member sees it, is sound: everyone answers, one leader, in step, no alarm; and nobody beyond `most`. */
export function whole(
  statuses: readonly Status[] | undefined,
  members: number,
  most = Number.POSITIVE_INFINITY,
): boolean | string {
  if (statuses === undefined) return 'not every member answers';
  if (statuses.length < members) return `${statuses.length} of ${members} members answer`;
  if (statuses.length > most) return `there are ${statuses.length} members, and not ${most}`;
  const learner = statuses.find(({ learner }) => learner);
  if (learner !== undefined) return 'a member does not vote yet';
  const alarm = statuses.flatMap(({ errors }) => errors).find((error) => error !== '');
  if (alarm !== undefined) return `it says: ${alarm.trim()}`;
  if (new Set(statuses.map(({ leader }) => leader)).size !== 1 || statuses[0]?.leader === '0') {
    return 'the members do not agree on a leader';
  }
  const revisions = statuses.map(({ revision }) => revision);
  const behind = Math.max(...revisions) - Math.min(...revisions);
  return behind <= MAX_BEHIND || `a member is ${behind} changes behind`;
}
