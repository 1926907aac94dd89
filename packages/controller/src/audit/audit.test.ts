import fc from 'fast-check';
import { Database } from '../store/database.ts';
import { Audit } from './audit.ts';

let database: Database;
let audit: Audit;
beforeEach(() => {
  database = new Database(':memory:');
  audit = new Audit(database);
});
afterEach(() => database.close());

const record = (count: number) => {
  for (let i = 1; i <= count; i++) audit.record({ operator: 'anna', verb: 'apply', subject: `site ${i}` });
};
const empty = () => database.run('DELETE FROM audit');

test('a chain that nobody touched holds, and says its last hash', async () => {
  expect(await audit.verify()).toEqual({ rows: 0, head: '0'.repeat(64), broken: null });
  record(2_500);
  const [last] = audit.list(1);
  expect(await audit.verify()).toEqual({ rows: 2_500, head: last?.hash, broken: null });
});

test.each(['at = at + 1', "operator = 'bert'", "verb = 'plan'", "subject = 'another'", "hash = upper(hash) || 'x'"])(
  'a row that was edited is found and named: %s',
  async (edit) => {
    record(20);
    database.run(`UPDATE audit SET ${edit} WHERE seq = 7`);
    const why = 'it is not as it was written, or stands in another place';
    expect(await audit.verify()).toMatchObject({ rows: 6, broken: { seq: 7, why } });
  },
);

test('a row that was taken out is named, also several', async () => {
  record(20);
  database.run('DELETE FROM audit WHERE seq = 7');
  expect((await audit.verify()).broken).toEqual({ seq: 8, why: 'row 7 is gone' });
  database.run('DELETE FROM audit WHERE seq BETWEEN 7 AND 12');
  expect((await audit.verify()).broken).toEqual({ seq: 13, why: 'rows 7 to 12 are gone' });
});

test('rows that change places are found, whether or not they take their numbers along', async () => {
  const swap = (columns: string) => {
    empty();
    record(20);
    const [a, b] = [7, 8].map((seq) => database.get<Record<string, string>>('SELECT * FROM audit WHERE seq = ?', seq));
    for (const [row, seq] of [[a, 8] as const, [b, 7] as const]) {
      const names = columns.split(', ');
      const set = names.map((name) => `${name} = ?`).join(', ');
      database.run(`UPDATE audit SET ${set} WHERE seq = ?`, ...names.map((name) => row?.[name] ?? ''), seq);
    }
  };
  for (const columns of ['operator, verb, subject, at, hash', 'subject']) {
    swap(columns);
    expect((await audit.verify()).broken).toEqual({
      seq: 7,
      why: 'it is not as it was written, or stands in another place',
    });
  }
});

test('whatever is changed in one row, no later than the row after it is named', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom('operator', 'verb', 'subject', 'hash'),
      fc.string(),
      async (seq, column, text) => {
        empty();
        record(30);
        const before = database.get<Record<string, string>>('SELECT * FROM audit WHERE seq = ?', seq)?.[column];
        database.run(`UPDATE audit SET ${column} = ? WHERE seq = ?`, text, seq);
        const { broken } = await audit.verify();
        if (before === text) expect(broken).toBeNull();
        else expect(broken?.seq).toBe(seq);
      },
    ),
  );
});

test('a chain whose end was cut off, or that was made anew, does not contain the hash that was noted', async () => {
  record(10);
  const { head } = await audit.verify();
  record(5);
  expect((await audit.verify(head)).broken).toBeNull();
  database.run('DELETE FROM audit WHERE seq >= 10');
  expect((await audit.verify()).broken).toBeNull();
  expect((await audit.verify(head)).broken?.why).toContain('no row has the hash that was noted');
  empty();
  record(15);
  database.run('UPDATE audit SET at = at + 1 WHERE seq = 15');
  expect((await audit.verify(head)).broken).not.toBeNull();
});

test('a row stands or falls with what it records', async () => {
  const failing = () =>
    database.transaction(() => {
      record(1);
      throw new Error('it did not work');
    });
  expect(failing).toThrow();
  expect(audit.list(10)).toEqual([]);
});
