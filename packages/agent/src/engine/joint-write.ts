import type { Fault } from '@rolecall/protocol';
import { ResourceError } from '@rolecall/resources/error';
import { type End, readOne, verify } from './advance.ts';
import { readAll } from './batch-reader.ts';
import { faultOf } from './fault.ts';
import { OwedAround } from './listeners.ts';
import { type Intended, isUntouched, type Means, report, settle } from './settle.ts';

/** Why a common write did not end well, and whose fault it is where that is known. */
interface Failure {
  readonly fault: Fault;
  readonly blamed: Intended | undefined;
}

/**
 * Resources of one kind that were written with one call, journaled before it and proven one by one after it. Where the call failed, those
 * that are as wanted nevertheless count as changed. The one that the error concerns fails; where the error names none, each of the
 * rest is tried by itself until one fails. What was not reached is left out, and what it would owe is taken back.
 */
export class JointWrite {
  readonly #means: Means;
  readonly #arounds: ReadonlyMap<Intended, OwedAround>;
  readonly #proofs: ReadonlyMap<Intended, End>;
  readonly #failure: Failure | undefined;
  /** Of the time that all took. */
  readonly #shareMs: number;
  #failed = false;

  static async of(intended: readonly Intended[], means: Means): Promise<JointWrite> {
    const started = performance.now();
    const arounds = new Map(
      intended.map((one) => [one, new OwedAround(one.bound, means.listeners, means.owed)] as const),
    );
    for (const around of arounds.values()) await around.expect();
    const refusal = await means.hooks.beforeWrite(intended);
    means.reader.forget();
    if (refusal !== undefined) {
      return new JointWrite(means, arounds, new Map(), { fault: refusal, blamed: intended[0] }, 0);
    }
    const thrown = await errorOf(() => write(intended));
    const proofs = await prove(intended);
    const failure = thrown === undefined ? undefined : failureOf(thrown.error, intended, proofs);
    return new JointWrite(means, arounds, proofs, failure, (performance.now() - started) / intended.length);
  }

  private constructor(
    means: Means,
    arounds: ReadonlyMap<Intended, OwedAround>,
    proofs: ReadonlyMap<Intended, End>,
    failure: Failure | undefined,
    shareMs: number,
  ) {
    this.#means = means;
    this.#arounds = arounds;
    this.#proofs = proofs;
    this.#failure = failure;
    this.#shareMs = shareMs;
  }

  /** Brings one of them to its end, and tells of it; nothing where it was not reached. To be called in their order. */
  async finish(intended: Intended): Promise<End | undefined> {
    const end = this.#endOf(intended);
    if (end === undefined) return this.#finishOpen(intended);
    this.#failed ||= end.at === 'failed';
    if (end.at === 'done') await this.#arounds.get(intended)?.confirm();
    else await this.#release(intended);
    report(end, this.#shareMs, this.#means.hooks);
    return end;
  }

  async #finishOpen(intended: Intended): Promise<End | undefined> {
    if (this.#failed || this.#failure?.blamed !== undefined) {
      await this.#release(intended);
      return undefined;
    }
    const { bound, change } = intended;
    const end = await settle(bound, { at: 'accepted', interrupted: change }, this.#means);
    this.#failed ||= end.at === 'failed';
    return end;
  }

  /** How it ended with the common write; nothing where that leaves it open. */
  #endOf(intended: Intended): End | undefined {
    const failure = this.#failure;
    if (failure?.blamed === intended) return { at: 'failed', change: intended.change, fault: failure.fault };
    const proof = this.#proofs.get(intended);
    return failure === undefined || proof?.at === 'done' ? proof : undefined;
  }

  /** What is owed stays owed unless it is certain that nothing was written. */
  async #release(intended: Intended): Promise<void> {
    const around = this.#arounds.get(intended);
    if (around === undefined || !(await isUntouched(intended))) return;
    await around.withdraw();
    this.#means.hooks.untouched?.(intended);
  }
}

const write = ([first, ...others]: readonly Intended[]): Promise<void> | undefined =>
  first?.bound.provider.write(
    first.bound.host,
    [first, ...others].map(({ bound, found }) => ({ params: bound.params, found })),
  );

/** What went wrong, where something did. */
async function errorOf(work: () => Promise<void> | undefined): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** How each stands after the write: read together, judged one by one. */
async function prove(intended: readonly Intended[]): Promise<ReadonlyMap<Intended, End>> {
  const bounds = intended.map(({ bound }) => bound);
  const observed = await readAll(bounds);
  const proofs = new Map<Intended, End>();
  for (const one of intended) {
    const { bound, change } = one;
    proofs.set(one, await verify(bound, async () => observed.get(bound) ?? readOne(bound), change));
  }
  return proofs;
}

/** The one that the error names; where it names none and all are as wanted in spite of it, the first. */
function failureOf(thrown: unknown, intended: readonly Intended[], proofs: ReadonlyMap<Intended, End>): Failure {
  const concerned = thrown instanceof ResourceError ? (thrown.concerns ?? []) : [];
  const named = intended.filter(({ bound }) => concerned === 'all' || concerned.includes(bound.params));
  const open = (one: Intended): boolean => proofs.get(one)?.at !== 'done';
  const blamed = named.find(open) ?? named[0] ?? (intended.some(open) ? undefined : intended[0]);
  return { fault: faultOf(thrown, intended[0]?.bound.hide), blamed };
}
