import { authorizedKey, type Declared, pkg, sudoers, user } from '@rolecall/roles';
import type { Admin, Params } from './params.ts';

const rule = ({ name, sudo }: Admin): string =>
  `${name} ALL=(ALL:ALL) ${sudo === 'without-password' ? 'NOPASSWD: ' : ''}ALL\n`;

/** Accounts of those who work on the hosts, with their keys and what they may do as root. */
export function people({ admins }: Pick<Params, 'admins'>): readonly Declared[] {
  const mayAll = admins.filter(({ sudo }) => sudo !== 'none');
  return [
    ...admins.map(({ name }) => user(name, { shell: '/bin/bash' })),
    ...admins.flatMap(({ name, keys }) => keys.map((key) => authorizedKey(name, { key }))),
    ...(mayAll.length === 0 ? [] : [pkg('sudo'), sudoers('rolecall-admins', { content: mayAll.map(rule).join('') })]),
  ];
}
