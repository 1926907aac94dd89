import type { Fault, RunId } from '@rolecall/protocol';
import { partsOfAssignment } from '@rolecall/protocol/id-parts';
import { idOf } from '../engine/bound.ts';
import { faultOf } from '../engine/fault.ts';
import { disturbs } from '../engine/listeners.ts';
import type { Intended } from '../engine/settle.ts';
import { AgentError, codeOf, messageOf } from '../error.ts';
import type { LedgerEffect, Place } from '../ledger/ledger.ts';
import type { PriorRecord } from '../prior/record.ts';
import type { ActiveWork } from '../state/work.ts';
import { DISK_FULL } from './disk-full.ts';
import type { WorkParts } from './parts.ts';

/**
 * What is on disk before resources are touched: what stood there, and that they are about to be. Gives why they must not be touched,
 * where that cannot be.
 */
export async function beforeWrite(
  intended: readonly Intended[],
  work: ActiveWork,
  undo: RunId | null,
  parts: WorkParts,
  isStopped: () => boolean,
): Promise<Fault | undefined> {
  const { journal } = parts;
  if (journal.isFull()) return DISK_FULL;
  await journal.room();
  const { assignment } = work.message;
  const { stage } = partsOfAssignment(assignment);
  const lasting =
    stage === 'converge' || stage === 'stage'
      ? intended.filter(({ bound }) => bound.provider.leavesNothing !== true)
      : [];
  const priors = await Promise.all(lasting.map((one) => capture(one, work, parts))).catch((thrown) => faultOf(thrown));
  if (!Array.isArray(priors)) return priors;
  if (isStopped()) await LEFT;
  for (const one of intended) {
    const effect = lasting.includes(one) ? { effect: effectOf(one, work) } : {};
    const { bound, change } = one;
    journal.append({ is: 'writing', assignment, change, disturbs: disturbs(bound), startedAt: Date.now(), ...effect });
  }
  const [fault] = await Promise.all([keep(priors, work, undo, parts), journal.sync()]);
  if (isStopped()) await LEFT;
  return fault ?? (journal.isFull() ? DISK_FULL : undefined);
}

/** Never over: the agent is leaving, and what it has not begun is left to the next one. */
const LEFT = new Promise<never>(() => {});

const placeOf = ({ bound }: Intended, { message }: ActiveWork): Place =>
  bound.place ?? { catalog: message.catalog, index: bound.index };

async function capture(one: Intended, work: ActiveWork, { journal }: WorkParts): Promise<PriorRecord> {
  const { provider, host, params, resource } = one.bound;
  const prior = await (provider.capture?.(host, params) ?? null)?.catch((cause: unknown) => {
    const code = codeOf(cause) ?? 'internal';
    const message = `${idOf(one.bound)} is not touched: what is there now cannot be kept: ${messageOf(cause)}`;
    throw new AgentError(code, message, { cause });
  });
  const made = journal.state.ledger.made[idOf(one.bound)] === true;
  return { resource, place: placeOf(one, work), there: isThere(one), made, prior: prior ?? null };
}

async function keep(
  priors: readonly PriorRecord[],
  { message }: ActiveWork,
  undo: RunId | null,
  parts: WorkParts,
): Promise<Fault | undefined> {
  const { run, instance } = partsOfAssignment(message.assignment);
  const open = parts.journal.state.active.map((work) => partsOfAssignment(work.message.assignment).run);
  try {
    await parts.priors.keep(run, instance, priors, new Set(undo === null ? open : [...open, undo]));
    return undefined;
  } catch (cause) {
    const full = codeOf(cause) === 'ENOSPC' || codeOf(cause) === 'EDQUOT';
    if (full) return DISK_FULL;
    return faultOf(new AgentError('prior_failed', `what is there now cannot be kept: ${messageOf(cause)}`, { cause }));
  }
}

function effectOf(one: Intended, work: ActiveWork): LedgerEffect {
  const place = placeOf(one, work);
  const { instead } = one.bound;
  switch (instead?.do) {
    case 'remove':
    case 'keep':
      return { on: 'remove' };
    case 'restore':
      return { on: 'restore', there: instead.there, made: instead.made, place };
    case undefined:
      return { on: 'write', place, made: !isThere(one) || wasAbsent(one, work) };
  }
}

/** Whether nothing stood there when the work began: what is there now came with something that this work has written. */
const wasAbsent = ({ bound }: Intended, { beyond }: ActiveWork): boolean => beyond?.absent?.[idOf(bound)] === true;

/** Whether there is something now, in the eyes of the kind. */
function isThere({ bound, found }: Intended): boolean {
  if (found.is === 'absent') return false;
  if (bound.instead !== undefined) return 'there' in found.state && found.state.there === true;
  return bound.provider.gone?.(found.state) !== true;
}
