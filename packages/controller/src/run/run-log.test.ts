import type { RunEvent, RunId } from '@rolecall/protocol';
import fc from 'fast-check';
import { Database, type Value } from '../store/database.ts';
import { eventsOf } from '../store/runs.ts';
import { RunLog } from './run-log.ts';

const run = '20260101-000000-aaaa' as RunId;
const CANCELLING: RunEvent = { event: 'cancelling', operator: 'ada' };

/** A store that counts the rows that it gives. */
class Counting extends Database {
  given = 0;

  override all<R extends object>(sql: string, ...values: Value[]): R[] {
    const rows = super.all<R>(sql, ...values);
    this.given += rows.length;
    return rows;
  }
}

let database: Counting;
beforeEach(() => {
  database = new Counting(':memory:');
  database.run("INSERT INTO run (id, mode, site, operator, started) VALUES (?, 'apply', 's', 'ada', 0)", run);
});
afterEach(() => database.close());

/** What is done within one transaction or savepoint: writing an event, or another savepoint in it; `undone` where it throws at its end. */
interface Work {
  readonly steps: readonly ('write' | Work)[];
  readonly undone: boolean;
}

const { work } = fc.letrec<{ work: Work }>((tie) => ({
  work: fc.record({
    steps: fc.array(fc.oneof({ depthSize: 'small' }, fc.constant('write' as const), tie('work')), { maxLength: 4 }),
    undone: fc.boolean(),
  }),
}));

/** Does it, and looks at something behind every step. */
function play({ steps, undone }: Work, log: RunLog, look: () => void): void {
  try {
    database.transaction(() => {
      for (const step of steps) {
        if (step === 'write') log.append(CANCELLING);
        else play(step, log, look);
        look();
      }
      if (undone) throw new Error('undone');
    });
  } catch (error) {
    if (!(error instanceof Error && error.message === 'undone')) throw error;
  }
}

test('a run is what its events make it, in the middle of a transaction and behind it, whatever of it is undone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(work, { maxLength: 4 }), async (works) => {
      database.run('DELETE FROM run_event');
      const log = new RunLog(database, run);
      const isTrue = () => expect(log.state.cancelling).toBe(eventsOf(database, run).length);
      isTrue();
      for (const one of works) {
        play(one, log, isTrue);
        await Promise.resolve();
        isTrue();
      }
    }),
  );
});

test('each event is read once, though all are written in one transaction that asks for the state behind each', async () => {
  const log = new RunLog(database, run);
  database.transaction(() => {
    for (let written = 1; written <= 1_000; written++) {
      log.append(CANCELLING);
      expect(log.state.cancelling).toBe(written);
    }
  });
  await Promise.resolve();
  expect(log.state.cancelling).toBe(1_000);
  expect(database.given).toBe(1_000);
});

test('who waits is woken behind a transaction, and not by one that was undone', async () => {
  const log = new RunLog(database, run);
  play({ steps: ['write', 'write'], undone: true }, log, () => log.state);
  await Promise.resolve();
  expect(log.changed.count).toBe(0);
  play({ steps: ['write', 'write'], undone: false }, log, () => log.state);
  await Promise.resolve();
  expect(log.changed.count).toBe(1);
});
