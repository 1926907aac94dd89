import { type Answers, type ClusterRecord, founder, type Host, RoleError } from '@rolecall/roles';
import type { Origin, Seen, Whole } from './answers.ts';
import type { Params } from './params.ts';
import { checkRacks, rackOf } from './racks.ts';

export interface Decision {
  /** The host that may found the cluster; none once there is one. */
  readonly founder: string | null;
  /** Hosts whose data makes them members, or whose address the ring knows. */
  readonly members: readonly string[];
  /** Members that are not up, as somebody sees them, or that did not answer. */
  readonly down: readonly string[];
  /** Whether any member answered. */
  readonly alive: boolean;
}

export interface Observed {
  readonly ring: Answers<readonly Seen[]>;
  readonly origin: Answers<Origin>;
  /** The version that ran on the data of each member last. */
  readonly version: Answers<string>;
}

/** What is asked for in a site, as far as it bears on who is in the cluster. */
export type Wanted = Pick<
  Params,
  'cluster' | 'datacenter' | 'tokens' | 'rackLabel' | 'replace' | 'seeds' | 'keyspaces' | 'release'
>;

interface View {
  readonly peers: readonly Host[];
  readonly record: ClusterRecord | null;
  readonly params: Wanted;
}

const values = <T>(answers: Answers<T> | undefined): readonly (readonly [host: string, value: T])[] =>
  Object.entries(answers ?? {}).flatMap(([host, answer]) =>
    answer.is === 'value' ? [[host, answer.value] as const] : [],
  );

const refuse = (message: string, code: 'bad_params' | 'bad_site' = 'bad_params'): never => {
  throw new RoleError(code, message);
};

/** What a site says that cannot be, whatever lives. */
export function checkWishes(peers: readonly Host[], params: Wanted): void {
  checkRacks(peers, params);
  const names = peers.map(({ name }) => name);
  for (const name of [...(params.seeds ?? []), ...Object.keys(params.replace)]) {
    if (!names.includes(name)) refuse(`${name} is no member: seeds and replace name hosts of this use`);
  }
  for (const [keyspace, { replication }] of Object.entries(params.keyspaces)) {
    if (replication > names.length) {
      refuse(
        `keyspaces: ${keyspace} wants ${replication} copies, and there are ${names.length} members to hold one each`,
      );
    }
  }
}

/** What a member came in with holds for good. */
function checkOrigins(origins: Answers<Origin>, { peers, params }: Pick<View, 'peers' | 'params'>): void {
  for (const [host, was] of values(origins)) {
    const peer = peers.find(({ name }) => name === host);
    if (peer === undefined) continue;
    const is = {
      cluster: params.cluster,
      datacenter: params.datacenter,
      rack: rackOf(peer, params),
      tokens: `${params.tokens}`,
    };
    for (const key of ['cluster', 'datacenter', 'rack', 'tokens'] as const) {
      if (was[key] === is[key]) continue;
      refuse(
        `${key} of ${host} is ${was[key]} since it came in and cannot become ${is[key]}: a member that must have another is replaced`,
      );
    }
  }
}

const minor = (version: string): string => version.split('.').slice(0, 2).join('.');

/** A newer version's data is not read by an older one, and members of two versions take nobody in. */
function checkVersions(versions: Answers<string>, { peers, params }: Pick<View, 'peers' | 'params'>): void {
  const wanted = params.release.version;
  const ran = values(versions);
  for (const [host, version] of ran) {
    if (minor(version) <= minor(wanted)) continue;
    refuse(
      `the data on ${host} is of ${version} and cannot be read by ${wanted}: there is no way back to ${minor(wanted)}`,
    );
  }
  const old = ran.find(([, version]) => minor(version) !== minor(wanted));
  const others = peers.filter(({ name }) => ran.every(([host]) => host !== name));
  if (old === undefined || others.length === 0) return;
  refuse(
    `${old[0]} still runs ${old[1]}, and ${others.map(({ name }) => name).join(', ')} cannot come in beside it with ${wanted}: change the version first, then the members`,
  );
}

/** Everybody in the ring must be known to the site, but for those that are dead and replaced. */
function checkKnown(ring: readonly Seen[], { peers, params }: Pick<View, 'peers' | 'params'>): void {
  const replaced = Object.values(params.replace);
  for (const { address, state } of ring) {
    if (replaced.includes(address) && state.startsWith('U') && peers.every((peer) => peer.address !== address)) {
      refuse(`${address} is to be replaced and is up: only a dead member can be`);
    }
    if (replaced.includes(address) || peers.some((peer) => peer.address === address)) continue;
    refuse(
      `${address} is a member of the cluster and no host of this use: put it back, or let it go first (nodetool decommission on it; where it is dead, replace it)`,
      'bad_site',
    );
  }
}

/** All that anybody sees: up only where all that answer say so. */
function seenByAll(rings: readonly (readonly [string, readonly Seen[]])[]): readonly Seen[] {
  const seen = new Map<string, Seen>();
  for (const one of rings.flatMap(([, ring]) => ring)) {
    const before = seen.get(one.address);
    if (before === undefined || before.state === 'UN') seen.set(one.address, one);
  }
  return [...seen.values()];
}

/**
 * The live ring decides who is a member, and the data on the hosts where nobody answers; only where there never was a cluster, by the ring, the
 * data and the site's record, a host may found one.
 */
export function decide({ peers, record, params, answers }: View & { readonly answers: Observed }): Decision {
  checkWishes(peers, params);
  checkOrigins(answers.origin, { peers, params });
  checkVersions(answers.version, { peers, params });
  const rings = values(answers.ring);
  const ring = seenByAll(rings);
  checkKnown(ring, { peers, params });
  const withData = values(answers.origin).map(([host]) => host);
  const stateOf = ({ address }: Host): string | undefined => ring.find((one) => one.address === address)?.state;
  // Who still comes in is none yet: it may go on with that.
  const inRing = peers.filter((peer) => stateOf(peer)?.endsWith('J') === false).map(({ name }) => name);
  const members = peers.map(({ name }) => name).filter((name) => inRing.includes(name) || withData.includes(name));
  const down = peers.filter((peer) => members.includes(peer.name) && stateOf(peer) !== 'UN').map(({ name }) => name);
  const alive = rings.length > 0;
  const isNew = !alive && members.length === 0 && record?.formed !== true;
  const first = peers.find(({ name }) => name === record?.founder) ?? founder(peers);
  return { founder: isNew ? first.name : null, members, down, alive };
}

/** How a host that has no data comes in, in the words of the program on it. */
export function way(host: Host, { replace }: Pick<Params, 'replace'>, decided: Decision): readonly string[] {
  if (decided.founder === host.name) return ['found'];
  const dead = replace[host.name];
  if (dead !== undefined && (decided.alive || decided.founder !== null)) return ['replace', dead];
  if (decided.members.includes(host.name)) return ['in'];
  return decided.alive || decided.founder !== null ? ['join'] : ['unknown'];
}

/** Those that are down come first, since nobody else is touched beside them; those that come in last. A founder begins. */
export function order({
  decided,
  instances,
}: {
  readonly decided: Decision;
  readonly instances: readonly string[];
}): readonly string[] {
  const rank = (name: string): number => {
    if (name === decided.founder) return 0;
    if (!decided.members.includes(name)) return 3;
    return decided.down.includes(name) ? 1 : 2;
  };
  return instances.toSorted((one, other) => rank(one) - rank(other));
}

/** Whether this member is up and normal, as it sees itself. */
export function isUp(ring: readonly Seen[] | undefined, address: string): boolean | string {
  if (ring === undefined) return 'it does not answer yet';
  const own = ring.find((one) => one.address === address);
  return own?.state === 'UN' || `it is ${own?.state ?? 'not in the ring'}, not UN`;
}

/** Whether the whole cluster, as one member sees it, is sound: all up, nobody on the way, one schema for each version that runs. */
export function isWhole(whole: Whole | undefined, members: number): boolean | string {
  if (whole === undefined) return 'it does not answer yet';
  if (whole.unreachable > 0) return `${whole.unreachable} members are not reached`;
  if (whole.live < members) return `${whole.live} of ${members} members are up`;
  if (whole.moving > 0) return `${whole.moving} members are on their way in, out or elsewhere`;
  const most = Math.max(1, whole.versions);
  return (whole.schemas >= 1 && whole.schemas <= most) || `the members have ${whole.schemas} schemas`;
}
