import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ResourceError } from '@rolecall/resources/error';
import { codeOf } from '../../error.ts';
import type { CommandId } from '../contract.ts';
import { syncFolder, writeDurably } from '../durable.ts';
import { explained } from '../files/failure.ts';
import { type Folders, type Places, spoolsOf } from './places.ts';

/** What is known of a command that was started; on disk before it is. */
export interface CommandRecord {
  readonly id: CommandId;
  /** What people call it: its program. */
  readonly program: string;
  readonly bootId: string;
  readonly tty: boolean;
  /** Files that systemd makes for its mounts, and takes away. */
  readonly mountPoints: readonly string[];
}

const RECORD = 'record.json';

/** Makes the spool, with room for the names of all that will be in it. */
export function createRecord(record: CommandRecord, places: Places): void {
  try {
    mkdirSync(join(places.spool, '..'), { recursive: true, mode: 0o700 });
    mkdirSync(places.spool, { mode: 0o700 });
    for (const stream of record.tty ? ['terminal'] : ['stdout', 'stderr']) {
      closeSync(openSync(join(places.spool, stream), 'wx', 0o600));
    }
    writeDurably(join(places.spool, RECORD), JSON.stringify(record));
    syncFolder(join(places.spool, '..'));
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') {
      throw new ResourceError('command_exists', `The command ${record.id} was started before and is not forgotten`);
    }
    rmSync(places.spool, { recursive: true, force: true });
    throw explained(thrown, 'Keeping the output of a command in', places.spool, join(places.spool, '..', '..'));
  }
}

/** Every command that was started and is not forgotten. A spool without a record was never begun with, and goes. */
export function readRecords(folders: Folders): readonly CommandRecord[] {
  const root = spoolsOf(folders);
  return names(root).flatMap((name) => {
    const record = readRecord(join(root, name));
    if (record === undefined) rmSync(join(root, name), { recursive: true, force: true });
    return record ?? [];
  });
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

function readRecord(spool: string): CommandRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(spool, RECORD), 'utf8'));
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

export function dropPlaces(places: Places): void {
  rmSync(places.memory, { recursive: true, force: true });
  rmSync(places.spool, { recursive: true, force: true });
}
