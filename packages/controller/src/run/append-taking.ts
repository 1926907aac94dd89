import type { RunEventOf } from '@rolecall/protocol';
import type { Database } from '../store/database.ts';
import { noteOwner } from '../store/instance-owners.ts';
import { keepLocks, takeLocks } from '../store/locks.ts';
import type { InstanceState } from './instance-state.ts';
import { asHolder, holderOf, locksOf } from './locks.ts';
import { passes } from './recipe-run.ts';
import type { RunLog } from './run-log.ts';
import { stageOf } from './state.ts';

/**
 * Says that an instance is handed out, together with taking its locks; not where somebody was faster to take them. From now on it is of this site:
 * its host may have begun to write, whatever becomes of the run.
 */
export function appendTaking(
  database: Database,
  log: RunLog,
  one: InstanceState,
  event: RunEventOf<'assigned'>,
): boolean {
  const taken = database.transaction(() => {
    if (!takeLocks(database, asHolder(log.state, one), locksOf(one))) return false;
    if (one.step !== undefined) keepLocks(database, log.run, holderOf(one));
    noteOwner(database, { instance: one.instance, site: log.state.created?.site ?? '', run: log.run });
    passes(database, log, one, stageOf(event.assignment));
    log.append(event);
    return true;
  });
  log.catchUp();
  return taken;
}
