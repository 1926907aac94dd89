import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { cassandra } from '../role.ts';

/** The members of the role's tests of recipes. */
export const hosts = ['db-1', 'db-2', 'db-3'];
const release = { version: '5.0.9', sha256: 'a'.repeat(64) };
const java = { home: '/opt/java-17', version: 17 };
let password = '';
const call = evaluate(
  defineSite({
    name: 'test',
    hosts: Object.fromEntries(hosts.map((name) => [name, {}])),
    use: ({ secret }) => {
      password = `${secret('cassandra/admin')}`;
      cassandra.on(hosts, { release, java, password: secret('cassandra/admin') });
    },
  }),
);

/** What a recipe lists, as far as tests look at it. */
export interface Step {
  readonly does: string;
  readonly name?: string;
  readonly on?: readonly string[];
  readonly hosts?: readonly string[];
  readonly noReturn?: string | null;
  readonly keeps?: string | null;
  readonly fetches?: readonly string[];
  readonly run?: readonly { readonly key: string }[];
}
/** A recipe of the role for these members, as the controller asks for it. */
export function recipe(name: string, names: readonly string[], given: Readonly<Record<string, string>> = {}) {
  const context = {
    use: 'cassandra',
    params: call({ call: 'params', use: 'cassandra', params: { release, java, password } }) as Record<string, never>,
    peers: names.map((host, index) => ({ name: host, address: `10.0.0.${index + 1}`, labels: {}, facts: {} })),
    record: null,
    decided: { founder: names[0] ?? null, members: [], down: [], alive: false },
    wish: { recipe: name, use: 'cassandra', host: null, to: null, given, ticket: 'a-ticket', former: 'none' },
  };
  return call({ call: 'recipe', ...context } as never) as unknown as {
    readonly steps: readonly Step[];
    readonly locks: readonly { readonly lock: string }[];
  };
}
/** What its steps are and do, a line each. */
export const told = ({ steps }: { readonly steps: readonly Step[] }) =>
  steps.map(({ does, name, hosts: on }) => [does, name ?? on?.join() ?? ''].join(' ').trim());

/** What a drill makes of these keyspaces and further parameters on so many hosts. */
export function drillParams(names: readonly string[], more: object): object {
  return call({
    call: 'drillParams',
    use: 'cassandra',
    params: call({ call: 'params', use: 'cassandra', params: { release, java, password, ...more } }) as never,
    peers: names.map((host, index) => ({ name: host, address: `10.0.0.${index + 1}`, labels: {}, facts: {} })),
    record: null,
    decided: {},
  } as never) as object;
}
