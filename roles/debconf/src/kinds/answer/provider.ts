import { type Host, type ParamsOf, type Provider, readTogether, runChecked } from '@rolecall/roles/provider';
import { type Known, questions } from './database.ts';
import type { answer } from './resource.ts';

type Params = ParamsOf<typeof answer>;

const LIMIT_MS = 60_000;
const LOCKED = 'While a package is being installed nobody else gets at its answers: try again when that is done.';

/** By its standard input, which no list of processes shows: an answer may be a password. */
async function tell(host: Host, what: string, argv: readonly string[], lines: readonly string[]): Promise<void> {
  const input = lines.map((line) => `${line}\n`).join('');
  await runChecked(host, `${what} could not be set`, { argv, input, timeoutMs: LIMIT_MS }, LOCKED);
}

const selection = ({ package: owner, question, type }: Params, value: string): string =>
  `${owner} ${question} ${type} ${value}`;

const named = (all: readonly Params[]): string =>
  all.length === 1 ? `The answer to ${all[0]?.question}` : `${all.length} answers`;

const communicate = (host: Host, params: Params, line: string): Promise<void> =>
  tell(host, named([params]), ['debconf-communicate', params.package], [line]);

async function remove(host: Host, params: Params): Promise<void> {
  if (!(await questions(host)).has(params.question)) return;
  await communicate(host, params, `UNREGISTER ${params.question}`);
}

/** Answers to questions of Debian packages: all read from debconf's files at once, all set by one program. */
export const provider: Provider<Params, Known> = {
  simulates: true,
  together: true,
  want: ({ value }) => ({ value, seen: true }),
  read: (host, wanted) =>
    readTogether(wanted, async () => {
      const known = await questions(host);
      return wanted.map(({ question }) => {
        const state = known.get(question);
        return state === undefined ? { is: 'absent' } : { is: 'present', state };
      });
    }),
  async write(host, changes) {
    const all = changes.map(({ params }) => params);
    const lines = all.map((params) => selection(params, params.value));
    await tell(host, named(all), ['debconf-set-selections'], lines);
  },
  remove,
  async capture(host, { question }) {
    const { value, seen } = (await questions(host)).get(question) ?? { value: null, seen: null };
    return { state: { value, seen } };
  },
  async restore(host, params, { state = {} }) {
    const { value, seen } = state;
    if (typeof value !== 'string') return remove(host, params);
    await tell(host, named([params]), ['debconf-set-selections'], [selection(params, value)]);
    if (seen !== true) await communicate(host, params, `FSET ${params.question} seen false`);
  },
};
