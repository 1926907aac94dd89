import { CONSISTENCY, type CqlConnection, cqlConnection, type Login } from './cql-connection.ts';
import type { Fleet } from './fleet.ts';
import type { KeyValue } from './load.ts';

/** One member may take this long; then the next is asked, as drivers do for statements that may be repeated. */
const ATTEMPT_MS = 2_000;
/** Cassandra's own limit for one write is 2 s, and a member that is taken down is noticed within a few. */
const OPERATION_MS = 10_000;
/** All rows are read at once to be counted; a member itself gives up after 10 s. */
const COUNT_MS = 30_000;
/** A change of the schema waits for all members, and is not asked for at two of them at once: they would make two tables of one name. */
const SCHEMA_MS = 30_000;

/** A client that writes and reads at QUORUM, in a table of its own of the example's keyspace; it knows all members. */
export interface CassandraClient extends KeyValue, Disposable {
  /** How many keys begin so. */
  count(prefix: string): Promise<number>;
}

/** The superuser, as the programs of a host know it. */
export async function loginOf(fleet: Fleet, host: string): Promise<Login> {
  const text = await fleet.host(host).readFile('/etc/cassandra/login');
  const word = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? '';
  return { user: word('user'), password: word('password') };
}

/** Makes its table where there is none. */
export async function cassandraClient(fleet: Fleet, hosts: readonly string[]): Promise<CassandraClient> {
  const login = await loginOf(fleet, hosts[0] ?? '');
  const addresses = hosts.map((name) => fleet.host(name).address);
  let next = 0;
  let connection: CqlConnection | undefined;
  let patience = ATTEMPT_MS;
  const within = async (
    limits: { readonly attemptMs: number; readonly operationMs: number },
    statement: string,
    values: readonly string[],
  ): Promise<readonly (readonly string[])[]> => {
    const end = performance.now() + limits.operationMs;
    if (patience !== limits.attemptMs) {
      connection?.[Symbol.dispose]();
      connection = undefined;
      patience = limits.attemptMs;
    }
    for (;;) {
      try {
        connection ??= await cqlConnection(addresses[next % addresses.length] ?? '', login, patience);
        return await connection.query(statement, values, CONSISTENCY.quorum);
      } catch (error) {
        connection?.[Symbol.dispose]();
        connection = undefined;
        next += 1;
        if (performance.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const ask = (statement: string, ...values: readonly string[]) =>
    within({ attemptMs: ATTEMPT_MS, operationMs: OPERATION_MS }, statement, values);
  const askAll = (statement: string) => within({ attemptMs: COUNT_MS, operationMs: 4 * COUNT_MS }, statement, []);
  {
    using first = await cqlConnection(addresses[0] ?? '', login, SCHEMA_MS);
    await first.query('CREATE TABLE IF NOT EXISTS app.load (key text PRIMARY KEY, value text)', [], CONSISTENCY.quorum);
  }
  return {
    put: async (key, value) => {
      await ask('INSERT INTO app.load (key, value) VALUES (?, ?)', key, value);
    },
    get: async (key) => (await ask('SELECT value FROM app.load WHERE key = ?', key))[0]?.[0],
    count: async (prefix) =>
      (await askAll('SELECT key FROM app.load')).filter(([key]) => key?.startsWith(prefix)).length,
    [Symbol.dispose]: () => connection?.[Symbol.dispose](),
  };
}
