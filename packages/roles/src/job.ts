import {
  ClusterLock,
  type HostName,
  type JobForm,
  JobKey,
  JobName,
  type LockWish,
  type Source,
} from '@rolecall/protocol';
import type { Asked } from './ask.ts';
import { type Declared, declare } from './declared.ts';
import { RoleError } from './error.ts';
import { placeOf } from './place.ts';

/**
 * What nobody else may do meanwhile: a lock of the role's own cluster, one of another cluster by the name of its use, or `heavy`, of
 * which there is one for each host.
 */
export type Lock = ClusterLock | 'heavy' | { readonly lock: ClusterLock; readonly of: string };

interface Common {
  /** Jobs of the same role that must have succeeded before; the one listed before it unless told, none with `[]`. */
  readonly after?: readonly string[];
  readonly lock?: Lock | readonly Lock[];
  /** Who carries it out: any one member, the first that is healthy, unless one is named. */
  readonly on?: 'one' | { readonly host: string };
  /** What is done, made by `act.command`, in this order; none after the first that fails. */
  readonly run: readonly Declared<'command'>[];
}

/** Work that happens once for a cluster. It needs a key, a done-probe, or both: else it would run at every apply. */
export interface JobInput<Output> extends Common {
  /** Names what is to be done: once it succeeded, it is not done again with the same key. */
  readonly key?: string | number;
  /** Whether it is done: where it holds before, nothing is run; where it does not hold afterwards, it has failed. */
  readonly done?: Asked<unknown>;
  /** Makes a value that other roles may use of what the last command printed, at most its last 16 KiB. */
  readonly outputs?: (stdout: string) => Output;
}

/** Something that is asked at every apply, and done where the answer says no. It must be safe to repeat. */
export interface CheckInput extends Common {
  readonly done: Asked<unknown>;
}

/** A job or a check, as `jobs` of a role lists them. */
export interface Job<Name extends string = string, Output = unknown> {
  readonly name: Name;
  readonly form: JobForm;
  readonly after: readonly string[] | undefined;
  readonly locks: readonly Lock[];
  readonly on: HostName | null;
  readonly key: string | null;
  readonly done: Asked<unknown> | null;
  readonly run: readonly Declared<'command'>[];
  readonly outputs: ((stdout: string) => Output) | undefined;
  readonly source: Source;
}

const made = new WeakSet<object>();

/** Whether a value was made by `job` or `check`. */
export const isJob = (value: unknown): value is Job => typeof value === 'object' && value !== null && made.has(value);

function checkedName(name: string, at: Source): void {
  const known = JobName.safeParse(name);
  if (!known.success) throw new RoleError('bad_role', `"${name}": ${known.error.issues[0]?.message}`, { at });
}

function checkedKey(key: string | number | undefined, at: Source): string | null {
  if (key === undefined) return null;
  const known = JobKey.safeParse(String(key));
  if (known.success) return known.data;
  throw new RoleError('bad_role', 'the key of a job is a text of 1 to 200 characters, or a number', { at });
}

/**
 * A command of a job is never begun a second time by itself: where its host was lost in the middle of it, the done-probe or a person
 * says what became of it.
 */
const once = ({ params, ...rest }: Declared<'command'>): Declared<'command'> =>
  declare({ ...rest, params: { ...params, onInterrupted: 'fail' } });

/** The commands of a job or a step. @throws RoleError `bad_role` where there are none, or others than commands */
export function onceOnly(run: readonly Declared<'command'>[], at: Source): readonly Declared<'command'>[] {
  if (run.length === 0) throw new RoleError('bad_role', 'a job runs at least one command', { at });
  const other = run.find(({ kind }) => kind !== 'command');
  if (other === undefined) return run.map(once);
  throw new RoleError('bad_role', `a job runs what act.command() made, and no ${other.kind}`, { at });
}

const listed = (lock: Lock | readonly Lock[] | undefined): readonly Lock[] =>
  lock === undefined ? [] : ([lock].flat() as readonly Lock[]);

function make(name: string, form: JobForm, input: JobInput<unknown>, at: Source): Job {
  checkedName(name, at);
  const { after, lock, on = 'one', done, outputs } = input;
  const job = Object.freeze({
    name,
    form,
    after,
    locks: listed(lock),
    on: on === 'one' ? null : (on.host as HostName),
    key: checkedKey(input.key, at),
    done: done ?? null,
    run: onceOnly(input.run, at),
    outputs,
    source: at,
  });
  if (job.key === null && job.done === null) {
    throw new RoleError(
      'bad_role',
      `nothing says when the job ${name} is done: give it a \`key\`, a \`done\`, or both`,
      {
        at,
      },
    );
  }
  made.add(job);
  return job;
}

/** Work that happens once for a cluster: a schema migration, an index, a token. */
export function job<const Name extends string, Output = never>(name: Name, input: JobInput<Output>): Job<Name, Output> {
  return make(name, 'job', input, placeOf(job)) as Job<Name, Output>;
}

/** Something that must hold at every apply and is brought about where it does not: a bucket, a user of a database. */
export function check<const Name extends string>(name: Name, input: CheckInput): Job<Name, never> {
  return make(name, 'check', input, placeOf(check)) as Job<Name, never>;
}

/** The locks of a job or a recipe of one use, as the controller knows them. */
export function wishesOf(
  { locks, source }: { readonly locks: readonly Lock[]; readonly source?: Source },
  use: string,
): LockWish[] {
  return locks.map((lock): LockWish => {
    if (lock === 'heavy') return { of: 'host' };
    const { lock: name, of } = typeof lock === 'string' ? { lock, of: use } : lock;
    if (ClusterLock.safeParse(name).success) return { of: 'cluster', cluster: of as never, lock: name };
    throw new RoleError('bad_role', `there is no lock "${name}": there are topology, schema, maintenance and heavy`, {
      ...(source === undefined ? {} : { at: source }),
    });
  });
}
