import {
  type Answers,
  agreed,
  anyAnswered,
  type ClusterRecord,
  founder,
  type Host,
  type RedisReply,
  RoleError,
  replicasFirst,
} from '@rolecall/roles';

/** The name under which the sentinels know the primary; a host has one Redis, so one name will do. */
export const MASTER = 'main';

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

/** The address in a sentinel's answer; none where it watches no such primary. */
export const primaryAddress = (reply: RedisReply): string | undefined =>
  Array.isArray(reply) && typeof reply[0] === 'string' ? reply[0] : undefined;

/** The live cluster decides who is primary; where none answers, the founder that was recorded or is chosen now. */
export function decide({
  answers,
  peers,
  record,
}: View & { readonly answers: { readonly primary: Answers<string> } }): Decision {
  const live = anyAnswered(answers.primary);
  const known = agreed(answers.primary);
  if (live && known === undefined) {
    throw new RoleError(
      'no_majority',
      'the sentinels name different primaries: a failover is under way; try again in a minute',
    );
  }
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

const field = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];

/** How many replicas a primary has that are in step with it. */
const online = (info: string): number => [...info.matchAll(/^slave\d+:.*state=online/gm)].length;

/**
 * Whether a member's `INFO replication` shows its part of a whole cluster: a replica's link is up, a primary has all others as
 * replicas. While a cluster is founded its primary cannot have them yet, and where all were down nobody can be first.
 */
export function linked(
  info: RedisReply,
  { peers, record, decided }: View & { readonly decided: Decision },
): boolean | string {
  if (typeof info !== 'string') return 'the server did not say how it replicates';
  const formed = record?.formed === true;
  if (formed && !decided.live) return true;
  if (field(info, 'role') === 'slave') {
    return field(info, 'master_link_status') === 'up' || `its link to ${field(info, 'master_host')} is down`;
  }
  const wanted = formed ? peers.length - 1 : 0;
  return online(info) >= wanted || `${online(info)} of ${wanted} replicas are in step with it`;
}
