import type { Host } from '../contract/host.ts';
import type { Prior } from '../contract/prior.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { ACCOUNT_LIMIT, readGroups } from '../host/accounts.ts';
import { type Part, runChecked, runInTurn } from '../host/checked.ts';
import { readTogether } from '../host/read-each.ts';
import type { GroupParams } from './resource.ts';

export interface GroupState {
  readonly name: string;
  readonly gid: number;
}

async function read(host: Host, wanted: readonly GroupParams[]): Promise<readonly Observed<GroupState>[]> {
  const groups = new Map((await readGroups(host)).map((group) => [group.name, group]));
  return wanted.map(({ name }) => {
    const found = groups.get(name);
    return found === undefined ? { is: 'absent' } : { is: 'present', state: { name, gid: found.gid } };
  });
}

function settingUp({ params, found }: Write<GroupParams, GroupState>): Part {
  const { name, gid, system } = params;
  const number = gid === undefined ? [] : ['--gid', String(gid)];
  const add = ['groupadd', ...(system ? ['--system'] : []), ...number, name];
  const argv = found.is === 'present' ? ['groupmod', ...number, name] : add;
  return { argv, what: `The group ${name} could not be set up`, params };
}

const write = (host: Host, changes: readonly Write<GroupParams, GroupState>[]): Promise<void> =>
  runInTurn(host, changes.map(settingUp), ACCOUNT_LIMIT);

async function remove(host: Host, { name }: GroupParams): Promise<void> {
  if (!(await readGroups(host)).some((group) => group.name === name)) return;
  const what = `The group ${name} could not be removed`;
  await runChecked(host, what, { argv: ['groupdel', name], timeoutMs: ACCOUNT_LIMIT });
}

async function capture(host: Host, { name }: GroupParams): Promise<Prior> {
  const found = (await readGroups(host)).find((group) => group.name === name);
  return { state: { gid: found?.gid ?? null } };
}

async function restore(host: Host, params: GroupParams, { state = {} }: Prior): Promise<void> {
  const { gid } = state;
  if (typeof gid !== 'number') return remove(host, params);
  const found = (await readGroups(host)).find((group) => group.name === params.name);
  if (found?.gid === gid) return;
  const as = { name: params.name, gid: found?.gid ?? gid };
  const before = found === undefined ? ({ is: 'absent' } as const) : ({ is: 'present', state: as } as const);
  await write(host, [{ params: { ...params, gid }, found: before }]);
}

/** Local groups: read from /etc/group, changed by groupadd and groupmod. */
export const groupProvider: Provider<GroupParams, GroupState> = {
  simulates: true,
  want: ({ name, gid }) => ({ name, ...(gid === undefined ? {} : { gid }) }),
  read: (host, wanted) => readTogether(wanted, (all) => read(host, all)),
  write,
  together: true,
  holdsData: true,
  remove,
  capture,
  restore,
};
