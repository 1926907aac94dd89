import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf } from '../error.ts';
import { ParsedFiles } from './parsed-files.ts';

/** One line of /etc/passwd. */
export interface User {
  readonly name: string;
  readonly uid: number;
  /** Primary group. */
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** One line of /etc/group. */
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** A directory service that does not answer must not hold up a run. */
const GETENT_TIMEOUT_MS = 10_000;

/**
 * Names and numbers of users and groups. /etc/passwd and /etc/group are parsed again only when they changed; a name or number that
 * is not in them is asked of `getent`, which knows other sources (LDAP, systemd's dynamic users).
 */
export class Accounts {
  readonly #etc: string;
  readonly #files: ParsedFiles;

  constructor(etc = '/etc', files = new ParsedFiles()) {
    this.#etc = etc;
    this.#files = files;
  }

  get #users(): readonly User[] {
    return this.#files.get(`${this.#etc}/passwd`, usersIn) ?? [];
  }

  get #groups(): readonly Group[] {
    return this.#files.get(`${this.#etc}/group`, groupsIn) ?? [];
  }

  /** A user by name, or by number where the name is one; `unknown_user` where there is none. */
  async user(name: string): Promise<User> {
    const found = this.#users.find((user) => user.name === name) ?? (await getent('passwd', name, asUser));
    if (found !== undefined) return found;
    const uid = asNumber(name);
    if (uid !== undefined) return { name, uid, gid: uid, home: '/', shell: '/usr/sbin/nologin' };
    throw new ResourceError('unknown_user', `There is no user "${name}" on this host`, {
      hint: 'Declare the user before what belongs to it, or correct its name.',
    });
  }

  /** A group by name, or by number where the name is one; `unknown_group` where there is none. */
  async group(name: string): Promise<Group> {
    const found = this.#groups.find((group) => group.name === name) ?? (await getent('group', name, asGroup));
    if (found !== undefined) return found;
    const gid = asNumber(name);
    if (gid !== undefined) return { name, gid, members: [] };
    throw new ResourceError('unknown_group', `There is no group "${name}" on this host`, {
      hint: 'Declare the group before what belongs to it, or correct its name.',
    });
  }

  /** The name of a user, or its number as text where it has none. */
  async userName(uid: number): Promise<string> {
    return (await this.userByNumber(uid))?.name ?? String(uid);
  }

  /** The name of a group, or its number as text where it has none. */
  async groupName(gid: number): Promise<string> {
    const group = this.#groups.find((one) => one.gid === gid) ?? (await getent('group', String(gid), asGroup));
    return group?.name ?? String(gid);
  }

  async userByNumber(uid: number): Promise<User | undefined> {
    return this.#users.find((user) => user.uid === uid) ?? getent('passwd', String(uid), asUser);
  }

  /** Numbers of all users that /etc/passwd and /etc/group put into a group. */
  members(gid: number): readonly number[] {
    const named = this.#groups.find((group) => group.gid === gid)?.members ?? [];
    return this.#users.filter((user) => user.gid === gid || named.includes(user.name)).map((user) => user.uid);
  }
}

const records = (bytes: Uint8Array): readonly string[][] =>
  new TextDecoder()
    .decode(bytes)
    .split('\n')
    .map((line) => line.split(':'));

const usersIn = (bytes: Uint8Array): readonly User[] => records(bytes).flatMap(asUser);
const groupsIn = (bytes: Uint8Array): readonly Group[] => records(bytes).flatMap(asGroup);

const asNumber = (text: string): number | undefined => (/^\d{1,10}$/.test(text) ? Number(text) : undefined);

function asUser([name, , uid, gid, , home, shell]: readonly string[]): User[] {
  const numbers = [asNumber(uid ?? ''), asNumber(gid ?? '')] as const;
  if (!name || numbers[0] === undefined || numbers[1] === undefined) return [];
  return [{ name, uid: numbers[0], gid: numbers[1], home: home || '/', shell: shell || '/bin/sh' }];
}

function asGroup([name, , number, members]: readonly string[]): Group[] {
  const gid = asNumber(number ?? '');
  if (!name || gid === undefined) return [];
  return [{ name, gid, members: (members ?? '').split(',').filter((member) => member !== '') }];
}

async function getent<Found>(
  database: 'passwd' | 'group',
  key: string,
  parse: (fields: readonly string[]) => Found[],
): Promise<Found | undefined> {
  try {
    const { stdout } = await promisify(execFile)('getent', ['--', database, key], { timeout: GETENT_TIMEOUT_MS });
    return parse(stdout.trim().split(':'))[0];
  } catch (cause) {
    if (isSilent(cause)) return undefined;
    throw new ResourceError('names_unavailable', `The host cannot say who "${key}" is: getent ${database} failed`, {
      command: `getent ${database} ${key}`,
      cause,
    });
  }
}

/** Exit 2 is "not found"; a host without getent has no other source either. */
const isSilent = (thrown: unknown): boolean =>
  codeOf(thrown) === 'ENOENT' ||
  (typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 2);
