import type { RawAnswers, RedisReply } from '@rolecall/roles';

/** What one sentinel knows of the cluster. */
export interface Watched {
  /** So many sentinels beside itself. */
  readonly sentinels: number;
}

/** How one member and its cluster stand, as `redis-member state` says it. */
export interface State {
  readonly role: string;
  /** Of a replica: whether its link to the primary is `up`. */
  readonly link: string;
  readonly syncing: boolean;
  /** The address of the primary, as this member's sentinel knows it. */
  readonly primary: string;
  /** Replicas that the sentinels know of, those that left among them until the sentinels are told. */
  readonly replicas: number;
  /** Replicas that the primary counts as online. */
  readonly online: number;
  /** Bytes of the primary's changes that a replica has not got yet. */
  readonly behind: number;
  /** What the sentinel says of its quorum, in its own words. */
  readonly quorum: string;
}

/** What `redis-cli` printed, as the reply that it stands for: a list has a line for each of its texts. */
export const printed = ({ exitCode, stdout }: RawAnswers['command'], isText: boolean): RedisReply =>
  exitCode !== 0 || stdout.trim() === '' ? null : isText ? stdout : stdout.trim().split('\n');

/** The address in a sentinel's answer; none where it watches no such primary. */
export const primaryAddress = (reply: RedisReply): string | undefined =>
  Array.isArray(reply) && typeof reply[0] === 'string' ? reply[0] : undefined;

/** What `SENTINEL MASTER` says, which is a list of names and values. */
export function watched(reply: RedisReply): Watched | undefined {
  if (!Array.isArray(reply)) return undefined;
  const sentinels = Number(reply[reply.indexOf('num-other-sentinels') + 1]);
  return Number.isInteger(sentinels) ? { sentinels } : undefined;
}

const field = (text: string, name: string, after: string): string =>
  new RegExp(`^${name}${after}(.*?)\\r?$`, 'm').exec(text)?.[1] ?? '';

/** Whether a server is a `master` or a `slave`, from its `INFO replication`. */
export const serverRole = (reply: RedisReply): string | undefined =>
  typeof reply === 'string' ? field(reply, 'role', ':') || undefined : undefined;

/** What `redis-member state` printed. */
export function readState({ exitCode, stdout }: RawAnswers['command']): State | undefined {
  const value = (name: string): string => field(stdout, name, '=');
  if (exitCode !== 0 || value('role') === '') return undefined;
  return {
    role: value('role'),
    link: value('link'),
    syncing: value('syncing') === '1',
    primary: value('primary'),
    replicas: Number(value('replicas')),
    online: Number(value('online')),
    behind: Math.max(0, Number(value('primaryOffset')) - Number(value('offset'))),
    quorum: value('quorum'),
  };
}
