import type { InstanceId } from '@rolecall/protocol';
import { type Probe, type Proof, type Proving, proveUp } from './prover.ts';

/** The proofs of one run that go on. Each is begun once, and may be cut short: it says nothing more then. */
export class Proofs {
  readonly #open = new Map<InstanceId, { readonly cut: AbortController; readonly done: Promise<void> }>();
  readonly #probe: Probe;
  readonly #how: Omit<Proving, 'abort' | 'isAway'>;

  constructor(probe: Probe, how: Omit<Proving, 'abort' | 'isAway'>) {
    this.#probe = probe;
    this.#how = how;
  }

  /** Proves, and calls `over` with what does not hold when its time is over, or nothing; not where it was cut short. */
  begin(proof: Proof, isAway: () => boolean, over: (why: string | undefined, error?: unknown) => void): void {
    const { instance } = proof;
    if (this.#open.has(instance)) return;
    const cut = new AbortController();
    const end = (why: string | undefined, error?: unknown) => {
      this.#open.delete(instance);
      if (!cut.signal.aborted) over(why, error);
    };
    const done = proveUp(proof, this.#probe, { ...this.#how, isAway, abort: cut.signal }).then(end, (error: unknown) =>
      end(undefined, error),
    );
    this.#open.set(instance, { cut, done });
  }

  cut(instance: InstanceId): void {
    this.#open.get(instance)?.cut.abort();
  }

  cutAll(): void {
    for (const { cut } of this.#open.values()) cut.abort();
  }

  /** When none goes on any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ done }) => done));
  }
}
