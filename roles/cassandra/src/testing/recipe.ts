import { call, params, peers } from './site.ts';

/** What a recipe lists, as far as tests look at it. */
export interface Step {
  readonly does: string;
  readonly name?: string;
  readonly on?: readonly string[];
  readonly hosts?: readonly string[];
  readonly noReturn?: string | null;
  readonly params?: object;
  readonly keeps?: string | null;
  readonly fetches?: readonly string[];
  readonly run?: readonly { readonly key: string }[];
}

/** What is asked for, as far as it differs between tests. */
export interface Wish {
  readonly recipe: string;
  readonly host?: string;
  readonly to?: string;
  readonly given?: Readonly<Record<string, string>>;
  readonly former?: string;
}

const context = (names: readonly string[], wish: Wish) => ({
  use: 'cassandra',
  params: params(),
  peers: peers(names),
  record: { founder: 'db-1', formed: true },
  decided: { founder: null, members: names.filter((name) => name !== wish.to), down: [], alive: true },
  wish: { use: 'cassandra', host: null, to: null, given: {}, ticket: 'a-ticket', former: 'none', ...wish },
});

/** A recipe of the role for these members, as the controller asks for it. */
export const recipe = (names: readonly string[], wish: Wish) =>
  call({ call: 'recipe', ...context(names, wish) } as never) as unknown as {
    readonly steps: readonly Step[];
    readonly locks: readonly { readonly lock: string }[];
  };

/** What its steps are and do, a line each. */
export const told = ({ steps }: { readonly steps: readonly Step[] }) =>
  steps.map(({ does, name, hosts: on }) => [does, name ?? on?.join() ?? ''].join(' ').trim());

/** What a step of a recipe makes of what a command printed that ended well. */
export const judge = (names: readonly string[], wish: Wish, step: string, stdout: string) =>
  call({
    call: 'judgeStep',
    ...context(names, wish),
    step,
    answer: { is: 'value', value: { exitCode: 0, stdout, stderr: '' } },
  } as never);

/** What a drill makes of further parameters on so many hosts. */
export const drillParams = (names: readonly string[], more: object) =>
  call({
    call: 'drillParams',
    use: 'cassandra',
    params: params(more),
    peers: peers(names),
    record: null,
    decided: {},
  } as never) as object;
