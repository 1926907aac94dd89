import { titleOf } from '@rolecall/protocol/id-parts';
import { describeFault } from '../print-error.ts';
import type { RunView } from './model.ts';
import { paintOutcome, type Style } from './style.ts';

/** Follows from an outcome that is told itself, or says that nothing was begun. */
const CONSEQUENCES: ReadonlySet<string> = new Set(['upstream', 'not_begun']);

/** Why instances were skipped that nothing before them kept from their turn, each reason once: `skipped cassandra.replication: schema of cassandra is held by …`. */
export function skipBlocks(run: RunView, style: Style): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { instance, outcome, fault } of run.instances.values()) {
    if (outcome !== 'skipped' || fault === undefined || CONSEQUENCES.has(fault.code)) continue;
    const why = describeFault(fault);
    reasons.set(why, [...(reasons.get(why) ?? []), titleOf(instance)]);
  }
  return [...reasons].map(([why, [first = '', ...others]]) => {
    const who = others.length === 0 ? first : `${first} and ${others.length} more`;
    return `${paintOutcome(style, 'skipped')} ${who}: ${why}`;
  });
}
