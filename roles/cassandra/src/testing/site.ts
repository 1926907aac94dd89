import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { cassandra } from '../role.ts';

/** The members of the role's tests, on hosts of its tests' site. */
export const hosts = ['db-1', 'db-2', 'db-3'];
/** The same with a host that is no member. */
export const hostsWithSpare = [...hosts, 'db-4'];
export const release = { version: '5.0.9', sha256: 'a'.repeat(64) };
export const java = { home: '/opt/java-17', version: 17 } as const;

let password: object = {};
/** Asks the site what the controller asks it. */
export const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(hostsWithSpare.map((name) => [name, {}])),
    use: ({ secret }) => {
      password = secret('cassandra/admin');
      cassandra.on(hosts, { release, java, password: secret('cassandra/admin') });
    },
  }),
);

/** The parameters of the use, with others in their place, as the role reads them. */
export const params = (more: object = {}) =>
  call({ call: 'params', use: 'cassandra', params: { release, java, password: `${password}`, ...more } }) as Record<
    string,
    never
  >;

const mem = { total: 8 * 2 ** 30, swap: 0, hugepages: '' };
const addressAt = (index: number) => `10.0.0.${index + 1}`;
/** Hosts as a role sees them: their addresses count from 10.0.0.1. */
export const peers = (names: readonly string[]) =>
  names.map((name, index) => ({ name, address: addressAt(index), labels: {}, facts: { mem } }));

/** What `nodetool status` says of hosts in these states. */
export const ring = (states: Readonly<Record<string, string>>) =>
  Object.entries(states)
    .map(([name, state]) => `${state}  ${addressAt(hostsWithSpare.indexOf(name))}  1 KiB  16  ?  an-id  rack1\n`)
    .join('');
