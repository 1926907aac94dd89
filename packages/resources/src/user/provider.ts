import type { Json } from '@rolecall/protocol';
import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Prior } from '../contract/prior.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { ACCOUNT_LIMIT, type Account, type GroupEntry, readAccounts, readGroups } from '../host/accounts.ts';
import { runChecked, runInTurn } from '../host/checked.ts';
import { needOwnPath } from '../host/own-path.ts';
import { readTogether } from '../host/read-each.ts';
import type { UserParams } from './resource.ts';

export interface UserState {
  readonly name: string;
  readonly uid: number;
  readonly group: string;
  readonly groups: readonly string[];
  readonly home: string;
  readonly shell: string;
}

function stateOf(account: Account | undefined, all: readonly GroupEntry[]): Observed<UserState> {
  if (account === undefined) return { is: 'absent' };
  const { name, uid, home, shell } = account;
  const group = all.find(({ gid }) => gid === account.gid)?.name ?? String(account.gid);
  const groups = all.filter(({ members }) => members.includes(name)).map((entry) => entry.name);
  return { is: 'present', state: { name, uid, group, groups: groups.sort(), home, shell } };
}

async function read(host: Host, wanted: readonly UserParams[]): Promise<readonly Observed<UserState>[]> {
  const [accounts, groups] = [await readAccounts(host), await readGroups(host)];
  const byName = new Map(accounts.map((account) => [account.name, account]));
  return wanted.map(({ name }) => stateOf(byName.get(name), groups));
}

function want({ name, uid, group, groups, home, shell }: UserParams): Partial<UserState> {
  const wanted = { name, uid, group, groups: groups && [...new Set(groups)].sort(), home, shell };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

const option = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined ? [] : [name, String(value)];

/** Words for useradd and usermod alike. */
const properties = ({ uid, group, groups, home, shell }: Partial<UserState>): readonly string[] => [
  ...option('--uid', uid),
  ...option('--gid', group),
  ...option('--groups', groups?.join(',')),
  ...option('--home-dir', home),
  ...option('--shell', shell),
];

function addition(params: UserParams, groups: readonly GroupEntry[]): readonly string[] {
  const wanted = want(params);
  // useradd makes a group of the user's name, and refuses where there is one already.
  const groupExists = groups.some(({ name }) => name === params.name);
  const group = wanted.group ?? (groupExists ? params.name : undefined);
  const shell = wanted.shell ?? (params.system ? '/usr/sbin/nologin' : undefined);
  return [
    'useradd',
    ...(params.system ? ['--system'] : []),
    (params.createHome ?? !params.system) ? '--create-home' : '--no-create-home',
    ...(group === undefined ? ['--user-group'] : []),
    ...properties({ ...wanted, ...(group && { group }), ...(shell && { shell }) }),
    params.name,
  ];
}

/** Only what differs: usermod refuses some changes while programs of the user run. */
function modification(params: UserParams, found: UserState): readonly string[] {
  const differing = Object.entries(want(params)).filter(
    ([property, value]) => JSON.stringify(value) !== JSON.stringify(found[property as keyof UserState]),
  );
  const words = properties(Object.fromEntries(differing));
  return ['usermod', ...words.map((word) => (word === '--home-dir' ? '--home' : word)), params.name];
}

async function write(host: Host, changes: readonly Write<UserParams, UserState>[]): Promise<void> {
  const groups = await readGroups(host);
  for (const { params, found } of changes) {
    const { home, system, createHome = !system } = params;
    if (found.is === 'absent' && createHome && home !== undefined) await needOwnPath(host, home);
  }
  const parts = changes.map(({ params, found }) => ({
    argv: found.is === 'present' ? modification(params, found.state) : addition(params, groups),
    what: `The user ${params.name} could not be set up`,
    params,
  }));
  await runInTurn(host, parts, ACCOUNT_LIMIT);
}

async function remove(host: Host, { name }: UserParams): Promise<void> {
  if (!(await readAccounts(host)).some((account) => account.name === name)) return;
  const what = `The user ${name} could not be removed`;
  await runChecked(host, what, { argv: ['userdel', name], timeoutMs: ACCOUNT_LIMIT });
}

/** With the number of the primary group: one of the user's own name goes with the user, and has to come back as well. */
async function capture(host: Host, params: UserParams): Promise<Prior> {
  const [found] = await read(host, [params]);
  if (found?.is !== 'present') return { state: { user: null } };
  const gid = (await readAccounts(host)).find(({ name }) => name === params.name)?.gid ?? null;
  return { state: { user: { ...found.state }, gid } };
}

async function restoreGroup(host: Host, { group }: UserState, gid: Json | undefined): Promise<void> {
  if (typeof gid !== 'number' || group === String(gid) || (await readGroups(host)).some(({ name }) => name === group))
    return;
  const argv = ['groupadd', '--gid', String(gid), group];
  await runChecked(host, `The group ${group} could not be made again`, { argv, timeoutMs: ACCOUNT_LIMIT });
}

/** Back to the number, groups, home and shell that it had; the home directory itself is never made or removed. */
async function restore(host: Host, params: UserParams, { state = {} }: Prior): Promise<void> {
  const user = stateIn(state.user);
  if (user === undefined) return remove(host, params);
  const before: UserParams = { ...params, ...user, groups: [...user.groups], createHome: false };
  const [found = { is: 'absent' }] = await read(host, [params]);
  if (found.is === 'unknown') throw new ResourceError('unknown_state', found.reason);
  if (found.is === 'present' && modification(before, found.state).length === 2) return;
  await restoreGroup(host, user, state.gid);
  await write(host, [{ params: before, found }]);
}

/** What `capture` had noted; nothing where there was no such user. */
const stateIn = (value: Json | undefined): UserState | undefined =>
  typeof value === 'object' && value !== null ? (value as unknown as UserState) : undefined;

/** Local users: read from /etc/passwd and /etc/group, changed by useradd and usermod. */
export const userProvider: Provider<UserParams, UserState> = {
  simulates: true,
  want,
  read: (host, wanted) => readTogether(wanted, (all) => read(host, all)),
  write,
  together: true,
  holdsData: true,
  remove,
  capture,
  restore,
};
