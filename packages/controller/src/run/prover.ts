import { setTimeout as pauseFor } from 'node:timers/promises';
import type { InstanceId, RunEventOf } from '@rolecall/protocol';

/** One round of a probe. */
export type Probe = (
  instance: InstanceId,
  probe: 'probe' | 'clusterProbe',
) => Promise<{ readonly holds: boolean; readonly why: string }>;

export interface Proof {
  readonly instance: InstanceId;
  readonly own: boolean;
  readonly clusterOf: readonly InstanceId[];
  /** How long it may take, in milliseconds, where that is not as usual. */
  readonly limitMs?: number;
}

/** How one is carried out. */
export interface Proving {
  tell(event: RunEventOf<'probed'>): void;
  /** Whether the host of what is proven is away: that time does not count, and the run says when it has been too long. */
  isAway(): boolean;
  readonly abort: AbortSignal;
  readonly limitMs?: number;
}

/** A cluster may take this long to come together after a member was disturbed: Cassandra's own ring delay is 30 s. */
export const PROOF_MS = 120_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Asks until everything holds, with growing, jittered pauses, and tells each new reason once. Answers what still does not hold
 * when the time is over, or nothing.
 */
export async function proveUp(
  proof: Proof,
  probe: Probe,
  { tell, isAway, abort, limitMs: usual = PROOF_MS }: Proving,
): Promise<string | undefined> {
  const limitMs = proof.limitMs ?? usual;
  let spent = 0;
  let counted = performance.now();
  const { instance } = proof;
  if (proof.own) {
    const why = await poll([instance], 'probe');
    if (why !== undefined || abort.aborted) return why;
  }
  return proof.clusterOf.length === 0 ? undefined : poll(proof.clusterOf, 'clusterProbe');

  async function poll(members: readonly InstanceId[], which: 'probe' | 'clusterProbe'): Promise<string | undefined> {
    let told = '';
    for (let pause = FIRST_PAUSE_MS; !abort.aborted; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.6)) {
      const why = await firstThatFails(members, which);
      count();
      if (abort.aborted) return undefined;
      if (why === undefined) {
        tell({ event: 'probed', instance, probe: which, holds: true, why: '' });
        return undefined;
      }
      if (why !== told) tell({ event: 'probed', instance, probe: which, holds: false, why });
      told = why;
      if (spent > limitMs) return why;
      await pauseFor(pause * (0.75 + Math.random() / 2), undefined, { signal: abort }).catch(() => undefined);
      count();
    }
    return undefined;
  }

  function count(): void {
    const now = performance.now();
    if (!isAway()) spent += now - counted;
    counted = now;
  }

  async function firstThatFails(
    members: readonly InstanceId[],
    which: 'probe' | 'clusterProbe',
  ): Promise<string | undefined> {
    for (const member of members) {
      const { holds, why } = await probe(member, which);
      if (!holds) return member === instance ? why : `${member}: ${why}`;
    }
    return undefined;
  }
}
