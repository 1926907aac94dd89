import { JobName, type Sha256, type Source } from '@rolecall/protocol';
import type { Asked } from './ask.ts';
import type { Host } from './context.ts';
import type { Declared } from './declared.ts';
import { RoleError } from './error.ts';
import { onceOnly } from './job.ts';
import { placeOf } from './place.ts';
import { plainObject } from './plain.ts';
import { type Duration, millisecondsOf } from './size.ts';

/** Who does it: one host, or the first of several that is linked. */
type On = Host | readonly Host[];

interface Asking {
  readonly on: On;
  /** The question, with `until`: what that says where it does not hold is what people read. */
  readonly ask: Asked<unknown>;
  /** How long it may take until it holds; a minute for `require`, ten minutes for `wait` unless told. */
  readonly deadline?: Duration;
}

interface Running {
  readonly on: On;
  /** What is done, made by `act.command` and its like, in this order; none after the first that fails. */
  readonly run: readonly Declared<'command'>[];
  /** Whether it is done: where it holds before, nothing is run; where it does not hold afterwards, it has failed. Without it, it is run once. */
  readonly done?: Asked<unknown>;
  /** How long `done` may take to hold afterwards, two minutes unless told. Commands have deadlines of their own. */
  readonly deadline?: Duration;
  /** What cannot be taken back once it has begun, as a sentence. */
  readonly noReturn?: string;
  /** The name under which the controller keeps what `act.keep` gives it. */
  readonly keeps?: string;
  /** Checksums of what `act.fetch` fetches from the controller. */
  readonly fetches?: readonly string[];
}

interface Applying {
  /** Parameters that are otherwise for this once, as `resources` sees them. */
  readonly params?: object;
  readonly noReturn?: string;
}

interface Made {
  readonly title: string;
  readonly source: Source;
}
interface Named extends Made {
  readonly name: string;
  readonly on: readonly Host[];
  readonly limitMs: number;
}

/** One step of a recipe, as the functions of `step` make it. */
export type Step =
  | (Named & { readonly does: 'require' | 'wait'; readonly ask: Asked<unknown> })
  | (Named & {
      readonly does: 'run';
      readonly run: readonly Declared<'command'>[];
      readonly done: Asked<unknown> | null;
      readonly noReturn: string | null;
      readonly keeps: string | null;
      readonly fetches: readonly Sha256[];
    })
  | (Made & {
      readonly does: 'apply';
      readonly hosts: readonly Host[];
      readonly params: ReturnType<typeof plainObject>;
      readonly noReturn: string | null;
    })
  | (Made & { readonly does: 'remove'; readonly host: Host; readonly noReturn: string | null });

const steps = new WeakSet<object>();

/** Whether a value was made by one of the functions of `step`. */
export const isStep = (value: unknown): value is Step =>
  typeof value === 'object' && value !== null && steps.has(value);

const made = (step: Step): Step => {
  const frozen = Object.freeze(step);
  steps.add(frozen);
  return frozen;
};

const REQUIRE_MS = 60_000;
const WAIT_MS = 600_000;
const DONE_MS = 120_000;

const timed = (deadline: Duration | undefined, usual: number): number =>
  deadline === undefined ? usual : millisecondsOf(deadline);

function checkedName(name: string, source: Source): string {
  const known = JobName.safeParse(name);
  if (known.success) return name;
  throw new RoleError('bad_role', `"${name}" is no name of a step: ${known.error.issues[0]?.message}`, { at: source });
}

function someone(on: On, title: string, source: Source): readonly Host[] {
  const hosts = [on].flat() as readonly Host[];
  if (hosts.length > 0) return hosts;
  throw new RoleError('bad_role', `nobody is there who could do this: ${title}`, { at: source });
}

function asking(does: 'require' | 'wait', usual: number) {
  const make = (name: string, title: string, { on, ask, deadline }: Asking): Step => {
    const source = placeOf(make);
    const hosts = someone(on, title, source);
    return made({
      does,
      name: checkedName(name, source),
      title,
      source,
      on: hosts,
      ask,
      limitMs: timed(deadline, usual),
    });
  };
  return make;
}

/** The steps that a recipe is a list of. Names are a recipe's own; a title is a sentence without a full stop. */
export const step = {
  /** What must hold before anything is touched. Asked for the preview, and again once the locks are held. */
  require: asking('require', REQUIRE_MS),
  /** Waits until something holds, however long that may take. */
  wait: asking('wait', WAIT_MS),
  /** Runs commands on one member. A command that was cut off is never begun a second time by itself, as in a job. */
  run(name: string, title: string, { on, run, done, deadline, noReturn, keeps, fetches }: Running): Step {
    const source = placeOf(step.run);
    return made({
      does: 'run',
      name: checkedName(name, source),
      title,
      source,
      on: someone(on, title, source),
      run: onceOnly(run, source),
      done: done ?? null,
      limitMs: timed(deadline, DONE_MS),
      noReturn: noReturn ?? null,
      keeps: keeps ?? null,
      fetches: (fetches ?? []) as readonly Sha256[],
    });
  },
  /** Brings the role about on hosts, as an apply does: read, compared, written, drained and proven, in the order of the cluster. Each host once in a recipe. */
  apply(title: string, hosts: Host | readonly Host[], { params, noReturn }: Applying = {}): Step {
    const source = placeOf(step.apply);
    return made({
      does: 'apply',
      title,
      source,
      hosts: someone(hosts, title, source),
      params: plainObject(params ?? {}),
      noReturn: noReturn ?? null,
    });
  },
  /** Takes away what the role left on a host that is no member any longer; left out where that host is away. */
  remove(title: string, host: Host, { noReturn }: Pick<Applying, 'noReturn'> = {}): Step {
    return made({ does: 'remove', title, source: placeOf(step.remove), host, noReturn: noReturn ?? null });
  },
} as const;
