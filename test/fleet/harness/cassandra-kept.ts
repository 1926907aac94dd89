import { loginOf } from './cassandra-client.ts';
import { CONSISTENCY, type CqlConnection, cqlConnection, type Login } from './cql-connection.ts';
import type { Fleet } from './fleet.ts';

/** A statement that changes the schema waits until all members have agreed. */
const STATEMENT_MS = 30_000;
const ROWS = 300;
const DELETED = 10;
const READER: Login = { user: 'reader', password: 'a reader' };

/**
 * What is easily lost on the way into a backup and back: rows of which each is on one member only, rows that were deleted, a column that was dropped, an
 * index, a user and what it may do.
 */
export async function writeKept(fleet: Fleet, host: string): Promise<void> {
  using client = await cqlConnection(fleet.host(host).address, await loginOf(fleet, host), STATEMENT_MS);
  const run = (statement: string, ...values: readonly string[]) => agreed(client, statement, values);
  await run("CREATE KEYSPACE single WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}");
  await run('CREATE TABLE single.things (key text PRIMARY KEY, kind text, dropped text)');
  await run('CREATE INDEX things_by_kind ON single.things (kind)');
  for (let i = 0; i < ROWS; i++) {
    await run('INSERT INTO single.things (key, kind, dropped) VALUES (?, ?, ?)', `${i}`, i % 2 ? 'odd' : 'even', 'x');
  }
  for (let i = 0; i < DELETED; i++) await run('DELETE FROM single.things WHERE key = ?', `${i}`);
  await run('ALTER TABLE single.things DROP dropped');
  await run(`CREATE ROLE ${READER.user} WITH LOGIN = true AND PASSWORD = '${READER.password}'`);
  await run(`GRANT SELECT ON KEYSPACE single TO ${READER.user}`);
}

/** A member that has not heard yet of a change of the schema refuses what it cannot know. */
async function agreed(client: CqlConnection, statement: string, values: readonly string[]): Promise<void> {
  const end = performance.now() + STATEMENT_MS;
  for (;;) {
    try {
      await client.query(statement, values, CONSISTENCY.quorum);
      return;
    } catch (error) {
      if (!String(error).includes('INCOMPATIBLE_SCHEMA') || performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** How much of it the user reads that was made with it: all rows, and those that the index finds. */
export async function readKept(fleet: Fleet, host: string): Promise<readonly [rows: number, odd: number]> {
  using client = await cqlConnection(fleet.host(host).address, READER, STATEMENT_MS);
  const count = async (where: string) =>
    (await client.query(`SELECT key FROM single.things${where}`, [], CONSISTENCY.quorum)).length;
  return [await count(''), await count(" WHERE kind = 'odd'")];
}

/** What it must be. */
export const ALL_KEPT = [ROWS - DELETED, (ROWS - DELETED) / 2] as const;
