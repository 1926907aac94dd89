import { Ask, type Json, type Source, secretsIn } from '@rolecall/protocol';
import { RoleError } from './error.ts';
import { placeOf } from './place.ts';
import { plainObject } from './plain.ts';
import type { Secret } from './secret.ts';

/** A reply in Redis's protocol. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** What each question answers before `parse` sees it. */
export interface RawAnswers {
  readonly tcp: { readonly connectMs: number };
  readonly http: { readonly status: number; readonly body: string };
  readonly file: { readonly size: number; readonly mode: number; readonly content: string };
  readonly unit: { readonly active: string; readonly enabled: string; readonly sub: string };
  readonly redis: RedisReply;
  readonly command: { readonly exitCode: number; readonly stdout: string; readonly stderr: string };
}
type Subject = keyof RawAnswers;

/** Whether an answer is good enough: true, or false, or why it is not. */
export type Until<T> = (value: T) => boolean | string;

/** A question; what is made of its answer stays with the site and never travels. */
export interface Asked<T> {
  readonly ask: Ask;
  readonly source: Source;
  /** The answer as the role wants it; nothing means that there is none, as if it were absent. */
  parse(raw: Json): T | undefined;
  until(value: T): ReturnType<Until<T>>;
  /** That there is none is what is wanted. */
  readonly absentHolds: boolean;
}

interface Whole<T> {
  readonly until?: Until<T>;
}
interface Parsed<Raw, T> {
  readonly parse: (raw: Raw) => T | undefined;
  readonly until?: Until<T>;
}
interface Absence {
  /** That what is asked for is not there counts as holding: `'holds'`. */
  readonly absent?: 'holds';
}
interface Limit extends Absence {
  /** How long the host may take to answer, 5000 unless told. */
  readonly timeoutMs?: number;
}
/** Another host to ask, from the one that the question goes to; itself unless told. */
interface Elsewhere extends Limit {
  readonly host?: string;
}

/** A question in two forms: with the answer as it comes, or as `parse` makes it. */
interface Question<Key, Subject extends keyof RawAnswers, Options> {
  <T>(key: Key, options: Options & Parsed<RawAnswers[Subject], T>): Asked<T>;
  (key: Key, options?: Options & Whole<RawAnswers[Subject]>): Asked<RawAnswers[Subject]>;
}

/** When an answer holds, where the author did not say. */
const holds: { readonly [S in Subject]: Until<RawAnswers[S]> } = {
  tcp: () => true,
  http: ({ status }) => (status >= 200 && status < 300) || `it answered ${status}`,
  file: () => true,
  unit: ({ active }) => active === 'active' || `the unit is ${active}`,
  redis: () => true,
  command: ({ exitCode }) => exitCode === 0 || `it ended with exit code ${exitCode}`,
};

function checked(question: object, source: Source): Ask {
  const { password: _, ...shown } = plainObject(question);
  const [secret] = secretsIn(JSON.stringify(shown));
  if (secret !== undefined) {
    throw new RoleError('secret_exposed', `the secret ${secret} stands in a question, where others could read it`, {
      at: source,
    });
  }
  const known = Ask.safeParse(plainObject(question));
  if (known.success) return known.data;
  const [issue] = known.error.issues;
  throw new RoleError('bad_question', `the question's ${issue?.path.join('.')}: ${issue?.message}`, { at: source });
}

const questions = new WeakSet<object>();

/** Whether a value was made by one of the functions of `ask`. */
export const isAsked = (value: unknown): value is Asked<unknown> =>
  typeof value === 'object' && value !== null && questions.has(value);

interface Options extends Limit {
  readonly parse?: (raw: never) => unknown;
  readonly until?: Until<never>;
}

/** Makes one way of asking; `name` says what the key is called in the question. */
function asks<Key, S extends Subject, Extra>(subject: S, name: string): Question<Key, S, Extra> {
  const question = (key: Key, { parse, until, absent, ...rest }: Options = {}): Asked<unknown> => {
    const source = placeOf(question);
    const asked = Object.freeze({
      ask: checked({ ask: subject, [name]: key, ...rest }, source),
      source,
      parse: (parse ?? ((raw: Json) => raw)) as Asked<unknown>['parse'],
      until: (until ?? (parse === undefined ? holds[subject] : () => true)) as Until<unknown>,
      absentHolds: absent === 'holds',
    });
    questions.add(asked);
    return asked;
  };
  return question as Question<Key, S, Extra>;
}

/** Typed, read-only questions to a host, for `observe`, `probe` and `clusterProbe`. */
export const ask = {
  /** Does something accept connections at this port? */
  tcp: asks<number, 'tcp', Elsewhere>('tcp', 'port'),
  /** A GET request; holds with a status of 200 to 299. */
  http: asks<string, 'http', Limit>('http', 'url'),
  /** A file's size, mode and content, which is cut at 64 KiB. */
  file: asks<string, 'file', Absence>('file', 'path'),
  /** A systemd unit; holds while it is active. */
  unit: asks<string, 'unit', Absence>('unit', 'name'),
  /** One read-only command in Redis's own protocol. */
  redis: asks<readonly string[], 'redis', Elsewhere & { readonly port: number; readonly password?: Secret }>(
    'redis',
    'words',
  ),
  /** A program, run unprivileged and unable to write; holds with exit code 0. With `group` it may read what that group may. */
  command: asks<readonly string[], 'command', Limit & { readonly group?: string }>('command', 'argv'),
} as const;
