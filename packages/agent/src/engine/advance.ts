import type { Change, Difference, Fault } from '@rolecall/protocol';
import type { Observed } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { type Bound, changeOf, changeTo, idOf, type Known } from './bound.ts';
import { faultOf } from './fault.ts';

/** Where a resource stands. Phases never go back. */
export type Phase =
  | { readonly at: 'accepted'; readonly interrupted?: Change | undefined }
  /** `interrupted`: a former agent had begun to write this change. */
  | { readonly at: 'reading'; readonly interrupted?: Change | undefined }
  | { readonly at: 'writing'; readonly change: Change; readonly found: Known }
  | { readonly at: 'verifying'; readonly change: Change }
  /** `change`: what is said although nothing was done. */
  | { readonly at: 'done'; readonly outcome: 'ok'; readonly change?: Change | undefined }
  | { readonly at: 'done'; readonly outcome: 'changed'; readonly change: Change }
  | { readonly at: 'failed'; readonly change: Change; readonly fault: Fault };

/** The end of a resource. */
export type End = Extract<Phase, { at: 'done' | 'failed' }>;

/** How a resource is read the first time: usually together with others. */
export type Read = (bound: Bound) => Promise<Observed<object>>;

/** Moves a resource by exactly one phase. The caller journals the result before it calls again. */
export async function advance(phase: Phase, bound: Bound, read: Read): Promise<Phase> {
  switch (phase.at) {
    case 'accepted':
      return { ...phase, at: 'reading' };
    case 'reading':
      return attempt(bound, phase.interrupted, async () => afterReading(bound, await read(bound), phase.interrupted));
    case 'writing':
      return attempt(bound, phase.change, async () => {
        await bound.provider.write(bound.host, [{ params: bound.params, found: phase.found }]);
        return isProvable(bound) ? { at: 'verifying', change: phase.change } : changed(phase.change);
      });
    case 'verifying':
      return verify(bound, () => readOne(bound), phase.change);
    case 'done':
    case 'failed':
      return phase;
  }
}

/** How a resource ends that was written: by what is read of it then. */
export const verify = (bound: Bound, read: () => Promise<Observed<object>>, change: Change): Promise<End> =>
  attempt(bound, change, async () => afterVerifying(bound, await read(), change));

/** Reads one resource by itself. */
export async function readOne(bound: Bound): Promise<Observed<object>> {
  const [observed] = await bound.provider.read(bound.host, [bound.params]);
  if (observed === undefined) throw new Error(`the provider of ${idOf(bound)} gave no answer`);
  return observed;
}

/** Whether reading can tell if a write was right: it cannot for a command that nothing guards. */
export const isProvable = (bound: Bound): boolean => bound.provider.provable?.(bound.params) ?? true;

export const changed = (change: Change): End => ({ at: 'done', outcome: 'changed', change });

function afterReading(bound: Bound, observed: Observed<object>, interrupted: Change | undefined): Phase {
  const found = known(bound, observed);
  const change = changeOf(bound, found);
  if (change?.action === 'keep') return { at: 'done', outcome: 'ok', change };
  if (change !== undefined) return { at: 'writing', change, found };
  return interrupted === undefined ? { at: 'done', outcome: 'ok' } : changed(interrupted);
}

function afterVerifying(bound: Bound, observed: Observed<object>, change: Change): End {
  const left = changeOf(bound, known(bound, observed));
  if (left === undefined) return changed(change);
  const first = left.differences[0];
  const message =
    bound.instead?.do === 'remove'
      ? `${idOf(bound)} is still there after it was removed`
      : `${idOf(bound)} is not as wanted after it was written${first === undefined ? '' : `: ${show(first)}`}`;
  return {
    at: 'failed',
    change: left,
    fault: faultOf(
      new ResourceError('not_as_wanted', message, {
        hint: 'something else on the host sets it back, or the wanted value is written in another form than the one that is read',
      }),
      bound.hide,
    ),
  };
}

function show(difference: Difference): string {
  switch (difference.how) {
    case 'value':
      return `${difference.property} is ${JSON.stringify(difference.from)}, wanted ${JSON.stringify(difference.to)}`;
    case 'text':
      return `${difference.property} differs`;
    case 'secret':
      return `${difference.property} differs (it holds a secret)`;
  }
}

function known(bound: Bound, observed: Observed<object>): Known {
  if (observed.is !== 'unknown') return observed;
  throw new ResourceError('unknown_state', `nobody can say what ${idOf(bound)} is like: ${observed.reason}`);
}

async function attempt<To extends Phase>(
  bound: Bound,
  change: Change | undefined,
  move: () => Promise<To>,
): Promise<To | Extract<Phase, { at: 'failed' }>> {
  try {
    return await move();
  } catch (thrown) {
    return { at: 'failed', change: change ?? changeTo(bound, 'update', []), fault: faultOf(thrown, bound.hide) };
  }
}
