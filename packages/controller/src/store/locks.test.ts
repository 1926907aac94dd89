import type { InstanceId, LockName, RunEventOf, RunId } from '@rolecall/protocol';
import { Database } from './database.ts';
import { dropKept, type Holder, heldBeside, heldLocks, keepLocks, releaseLocks, takeLocks } from './locks.ts';
import { createRun } from './runs.ts';

const [first, second] = ['20260101-000000-aaaaa', '20260101-000000-bbbbb'] as RunId[] as [RunId, RunId];
const SCHEMA = 'cluster:db:schema' as LockName;
const [job, other] = ['db.schema@-', 'db.other@-'] as InstanceId[] as [InstanceId, InstanceId];
const by = (run: RunId, holder: InstanceId, site = 's'): Holder => ({ site, run, term: 1, holder });

let database: Database;
beforeEach(() => {
  database = new Database(':memory:');
  const created = { event: 'created', mode: 'apply', site: 's', operator: 'ann' };
  for (const run of [first, second]) createRun(database, { ...created, run } as unknown as RunEventOf<'created'>);
});
afterEach(() => database.close());

/** Begun, handed out, and ended in its run without anybody knowing how. */
function leave(run: RunId, holder: InstanceId): void {
  takeLocks(database, by(run, holder), [SCHEMA]);
  keepLocks(database, run, holder);
  releaseLocks(database, run, new Set([holder]));
  expect(heldLocks(database)).toMatchObject([{ holder, kept: true, open: true }]);
  releaseLocks(database, run, new Set());
}

describe('what is kept for one that has ended in a run that goes on', () => {
  test('is in the way of others, in that run too, and nobody has to wait for that one', () => {
    leave(first, job);
    expect(heldBeside(database, first)).toMatchObject([{ holder: job, kept: true, open: false }]);
    expect(takeLocks(database, by(first, other), [SCHEMA])).toBe(false);
    expect(takeLocks(database, by(second, other, 't'), [SCHEMA])).toBe(false);
  });

  test('goes to a later try of the same, which then goes on with it', () => {
    leave(first, job);
    expect(takeLocks(database, by(second, job), [SCHEMA])).toBe(true);
    expect(heldLocks(database)).toMatchObject([{ run: second, holder: job, kept: true, open: true }]);
    expect(heldBeside(database, second)).toEqual([]);
  });

  test('is free at once when it becomes known how it ended', () => {
    leave(first, job);
    dropKept(database, 's', job);
    expect(heldLocks(database)).toEqual([]);
  });
});

test('what is known to have ended before its run saw that is let go when it does', () => {
  takeLocks(database, by(first, job), [SCHEMA]);
  keepLocks(database, first, job);
  dropKept(database, 's', job);
  expect(heldLocks(database)).toMatchObject([{ kept: false, open: true }]);
  releaseLocks(database, first, new Set());
  expect(heldLocks(database)).toEqual([]);
});
