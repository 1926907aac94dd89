import type { Change } from '@rolecall/protocol';
import { ResourceError } from '@rolecall/resources/error';
import { changed, isProvable, type Phase } from '../engine/advance.ts';
import { type Bound, idOf } from '../engine/bound.ts';
import { faultOf } from '../engine/fault.ts';
import type { Settled } from '../host/contract.ts';
import { type ActiveWork, workId } from '../state/work.ts';
import type { WorkParts } from './parts.ts';

/** Where resources stand that a former agent had begun to write, by index; the others are where they were when they came. */
export async function whereTheyStand(
  work: ActiveWork,
  resources: readonly Bound[],
  parts: WorkParts,
): Promise<ReadonlyMap<number, Phase>> {
  const phases = new Map<number, Phase>();
  for (const { change } of work.writing) {
    const bound = resources[change.index];
    if (bound !== undefined) phases.set(change.index, await whereItStands(work, bound, change, parts));
  }
  return phases;
}

/**
 * Commands that a former agent had started went on without it: they are waited for, and their output is passed on, before anything is
 * read. Those of resources that were written together carry the name of the first.
 */
async function whereItStands(work: ActiveWork, bound: Bound, interrupted: Change, parts: WorkParts): Promise<Phase> {
  const { commands, binding } = parts;
  const id = workId(work.message.assignment, bound.index);
  let last: Settled | undefined;
  for (const command of await commands.startedFor(id)) last = await commands.settle(command, binding.onOutput);
  if (bound.provider.action === 'run' && last !== undefined) {
    const phase = afterCommand(bound, last, interrupted);
    if (phase !== undefined) return phase;
  }
  // It may run again under the same name; what the former command wrote was passed on above.
  await commands.forget(id);
  return bound.provider.action === 'run' && last === undefined ? { at: 'accepted' } : { at: 'accepted', interrupted };
}

/** How an action stands whose command had been started; nothing where its guard can tell, or where it is to be run again. */
function afterCommand(bound: Bound, last: Settled, change: Change): Phase | undefined {
  switch (last.is) {
    case 'ended': {
      const { exitCode, signal } = last.completed;
      if (exitCode === 0) return isProvable(bound) ? { at: 'verifying', change } : changed(change);
      const how = signal === null ? `ended with exit code ${exitCode}` : `was killed by ${signal}`;
      const lastLines = last.completed.stderr.split('\n').filter((line) => line !== '');
      return failed(bound, change, new ResourceError('command_failed', `${idOf(bound)} ${how}`, { lastLines }));
    }
    case 'lost':
      if (isProvable(bound) || bound.provider.repeatable?.(bound.params)) return undefined;
      return failed(
        bound,
        change,
        new ResourceError('interrupted', `${idOf(bound)} was interrupted, outcome unknown`, {
          hint: 'look at the host; a guard (`unless` or `creates`) lets such a command go on by itself',
        }),
      );
  }
}

const failed = (bound: Bound, change: Change, error: ResourceError): Phase => ({
  at: 'failed',
  change,
  fault: faultOf(error, bound.hide),
});
