import {
  type Answers,
  agreed,
  type ClusterRecord,
  founder,
  type Host,
  RoleError,
  replicasFirst,
} from '@rolecall/roles';
import type { State, Watched } from './answers.ts';

export interface Decision {
  /** The address of the primary. */
  readonly primary: string;
  /** Whether the sentinels of a running cluster said so; else it is what the site's record says. */
  readonly live: boolean;
}

interface View {
  readonly peers: readonly Host[];
  readonly record: ClusterRecord | null;
}

export interface Observed {
  /** Who is primary, as each host's sentinel says. */
  readonly primary: Answers<string>;
  readonly watched: Answers<Watched>;
  /** What each host's server says it is: `master` or `slave`. */
  readonly server: Answers<string>;
}

/** What is asked for in a site, as far as it depends on how many members there are. */
export interface Wanted {
  readonly quorum: number;
  readonly minReplicas: number;
}

const values = <T>(answers: Answers<T> | undefined): readonly (readonly [host: string, value: T])[] =>
  Object.entries(answers ?? {}).flatMap(([host, answer]) =>
    answer.is === 'value' ? [[host, answer.value] as const] : [],
  );

const refuse = (message: string, code: 'no_majority' | 'bad_params' = 'no_majority'): never => {
  throw new RoleError(code, message);
};

/** Wishes that no cluster of this size can keep. */
function checkWanted({ quorum, minReplicas }: Wanted, members: number): void {
  if (quorum > members) refuse(`sentinel.quorum is ${quorum}, and there are ${members} sentinels`, 'bad_params');
  const spare = Math.max(0, members - 2);
  if (minReplicas > spare) {
    refuse(
      `minReplicas is ${minReplicas}, and of ${members} members one is the primary and one may be down: ${spare} at most`,
      'bad_params',
    );
  }
}

const missing = (peers: readonly Host[], there: readonly string[]): string =>
  peers
    .flatMap(({ name }) => (there.includes(name) ? [] : [name]))
    .sort()
    .join(', ');

/** A cluster whose sentinels cannot choose a primary is left alone: whatever is stopped then, nobody takes over. */
function checkMajority({ peers }: View, { primary, watched, server }: Observed): void {
  const there = values(primary).map(([host]) => host);
  const [running] = values(server);
  if (there.length === 0 && running !== undefined && peers.length > 1) {
    refuse(`no sentinel answers while Redis runs on ${running[0]}, so nothing is changed: start redis-sentinel first`);
  }
  const all = Math.max(there.length, ...values(watched).map(([, { sentinels }]) => sentinels + 1));
  if (there.length > 0 && there.length * 2 <= all) {
    refuse(
      `${all - there.length} of ${all} sentinels do not answer (${missing(peers, there)}), so the majority is lost and nothing is changed: start redis-sentinel there`,
    );
  }
}

/** Two that say so, or one that is about to leave: whatever follows from that would be wrong in a moment. */
function checkPrimary({ peers }: View, known: string | undefined, server: Answers<string>): void {
  const [one, other] = values(server).flatMap(([host, role]) => (role === 'master' ? [host] : []));
  if (other !== undefined) {
    refuse(`${one} and ${other} both say that they are primary: a failover is under way; try again in a minute`);
  }
  if (known !== undefined && !peers.some(({ address }) => address === known)) {
    refuse(
      `the primary is ${known}, which is no host of this use: put it back, and hand its part on first with redis-member hand-over`,
    );
  }
}

/** The live cluster decides who is primary; where none answers, the founder that was recorded or is chosen now. */
export function decide(view: View & { readonly answers: Observed; readonly wanted: Wanted }): Decision {
  const { answers, peers, record, wanted } = view;
  checkWanted(wanted, peers.length);
  if (record?.formed === true) checkMajority(view, answers);
  const live = values(answers.primary).length > 0;
  const known = agreed(answers.primary);
  if (live && known === undefined) {
    refuse('the sentinels name different primaries: a failover is under way; try again in a minute');
  }
  if (live && record?.formed === true) checkPrimary(view, known, answers.server);
  const founding = peers.find(({ name }) => name === record?.founder) ?? founder(peers);
  return { primary: known ?? founding.address, live };
}

/** A running cluster changes its primary last; one that is founded, or that is all down, starts with it. */
export function order({
  peers,
  record,
  decided,
  instances,
}: View & { readonly decided: Decision; readonly instances: readonly string[] }): readonly string[] {
  const primary = peers.find(({ address }) => address === decided.primary)?.name ?? '';
  if (record?.formed === true && decided.live) return replicasFirst(instances, primary);
  return instances.toSorted((a, b) => Number(b === primary) - Number(a === primary));
}

/**
 * Whom a server without a configuration follows at its first start; nobody where it founds the cluster. A host that was rebuilt
 * while all others are down follows one of them: it has nothing to give, and a cluster is never founded twice.
 */
export function follows(
  host: Host,
  { peers, record, decided }: View & { readonly decided: Decision },
): string | undefined {
  if (host.address !== decided.primary) return decided.primary;
  const founded = record?.formed === true && !decided.live;
  return founded ? peers.find(({ name }) => name !== host.name)?.address : undefined;
}

/** So much a replica may be behind its primary: what a busy cluster writes while all are asked. */
export const MAX_BEHIND = 2 ** 20;

/** Whether a replica has its part: it is linked, has all data and is in step. */
function inStep({ link, syncing, behind, primary }: State): boolean | string {
  if (link !== 'up') return `its link to ${primary || 'the primary'} is down`;
  if (syncing) return 'it still gets its data';
  return behind <= MAX_BEHIND || `it is ${behind} bytes behind ${primary}`;
}

/**
 * Whether a member's state shows a whole cluster: a replica is in step, the primary has all replicas that there are, and the sentinels
 * could choose another one. While a cluster is founded its primary cannot have replicas yet, and where all were down nobody can be first.
 */
export function whole(
  state: State | undefined,
  { host, peers, record, decided }: View & { readonly host: Host; readonly decided: Decision },
): boolean | string {
  if (state === undefined) return 'the server does not say how it replicates';
  const formed = record?.formed === true;
  if (formed && !decided.live) return true;
  if (formed && state.role === 'master' && state.primary !== host.address) {
    return `it says that it is primary, and its sentinel names ${state.primary || 'nobody'}`;
  }
  const own = state.role === 'slave' ? inStep(state) : true;
  if (!formed || own !== true) return own;
  const wanted = Math.min(peers.length - 1, state.replicas);
  if (state.online < wanted) return `${state.online} of ${wanted} replicas are in step with ${state.primary}`;
  return state.quorum.startsWith('OK') || `its sentinel says: ${state.quorum || 'nothing'}`;
}
