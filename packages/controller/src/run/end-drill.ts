import { type RecipeWish, recipeHolder } from '@rolecall/protocol';
import { siteBehind } from '../plan/index.ts';
import type { Services } from '../serve/services.ts';
import { noteDrill } from '../store/drills.ts';
import { dropLocks } from '../store/locks.ts';
import type { InstanceState } from './instance-state.ts';
import type { RunLog } from './run-log.ts';
import { isUp } from './standing.ts';

/** What was found is a line for people; longer ones are cut. */
const MAX_FOUND = 300;

/**
 * A drill is over. It keeps its locks as long as something of it may be on a host, so that the same command finds it and takes that away. Whether
 * everything was back is written down for itself: it was, also where a host could not be cleared. Call it in the transaction that ends the run.
 */
export function endDrill(
  { database, audit }: Pick<Services, 'database' | 'audit'>,
  log: RunLog,
  wish: RecipeWish,
): void {
  const { created, instances } = log.state;
  const steps = instances.values().filter(({ step }) => step?.always === false);
  const last = instances.values().filter(({ step }) => step?.always === true);
  if (last.every((one) => isUp(one) || one.outcome === 'skipped')) dropLocks(database, log.run, recipeHolder(wish));
  const proof = steps.at(-1);
  if (created === null || proof === undefined || !steps.every(isUp)) return;
  const [site, found] = [siteBehind(created.site), foundBy(proof)];
  const { use, given } = wish;
  noteDrill(database, { site, use, backup: given.from ?? '', run: log.run, at: Date.now(), found });
  const subject = `${site}: ${use} from ${given.from ?? 'a backup'}: ${found} (run ${log.run})`;
  audit.record({ operator: created.operator, verb: 'drill.passed', subject });
  log.append({ event: 'noted', about: use, note: `everything is back: ${found}` });
}

/** The last line that a step printed; what it was for, where it printed none. */
function foundBy({ output, step }: InstanceState): string {
  const printed = (output ?? '').trim().split('\n').at(-1)?.trim() ?? '';
  return (printed === '' ? (step?.title ?? '') : printed).slice(0, MAX_FOUND);
}
