import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UNIT_PREFIX } from '../../runner/processes.ts';
import type { CommandId } from '../contract.ts';

/** Where commands are kept. */
export interface Folders {
  /** On disk: output, results, what is owed. `/var/lib/rolecall`. */
  readonly state: string;
  /** In memory: what commands are given, secrets included. `/run/rolecall`. */
  readonly memory: string;
}

/** The places of one command. */
export interface Places {
  readonly unit: string;
  /** On disk: its record, what it printed, how it ended. */
  readonly spool: string;
  /** In memory: its request until it is taken, and which process is its runner. */
  readonly memory: string;
  /** In memory, the same for all commands: the runner's program as Node compiled it. */
  readonly compiled: string;
}

export const spoolsOf = (folders: Folders): string => join(folders.state, 'steps');

/** Ids may hold any character and be long, so names on disk and of units are made from their hash. */
export function placesOf(id: CommandId, folders: Folders): Places {
  const key = createHash('sha256').update(id).digest('hex').slice(0, 32);
  return {
    unit: `${UNIT_PREFIX}${key}.service`,
    spool: join(spoolsOf(folders), key),
    memory: join(folders.memory, 'steps', key),
    compiled: join(folders.memory, 'compiled'),
  };
}

/** Whether a command belongs to a piece of work: it is named after it, with `.N` or `#INDEX.N` behind. */
export const belongsTo = (id: CommandId, work: string): boolean =>
  id === work || (id.startsWith(work) && (id[work.length] === '.' || id[work.length] === '#'));
