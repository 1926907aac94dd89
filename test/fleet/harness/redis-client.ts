import { type Login, type RedisConnection, redisConnection } from './redis-connection.ts';

/** A client as an application is one: it asks the sentinels who is primary, and again where that one does not take what it is told. */
export interface RedisClient extends Disposable {
  /** Rejects where it was not acknowledged within its time. */
  put(key: string, value: string): Promise<void>;
  get(key: string): Promise<string | undefined>;
  /** How many keys begin so. */
  count(prefix: string): Promise<number>;
  /** Operations that the server they were sent to did not answer, and that were sent again; and how long the slowest one took. */
  readonly met: { readonly interruptions: readonly string[]; readonly longestMs: number };
}

/** A write waits while the part of the primary is handed on: some three seconds. */
const ATTEMPT_MS = 10_000;
const SENTINEL_PORT = 26_379;
const PORT = 6379;
const MASTER = 'main';

/** What a server says that is not, or not yet, the one to be asked; anything else is a mistake of the client. */
const ELSEWHERE = /^(READONLY|LOADING|MASTERDOWN|NOREPLICAS)/;
const REFUSED = /^[A-Z]+ /;

/** `operationMs` is how long an operation is tried again: a handing over takes less than ten seconds, a failover as long as the sentinels take. */
export function redisClient(sentinels: readonly string[], login: Login, operationMs = 10_000): RedisClient {
  let connection: RedisConnection | undefined;
  const interruptions: string[] = [];
  let longestMs = 0;
  const drop = (): void => {
    connection?.[Symbol.dispose]();
    connection = undefined;
  };
  const once = async (words: readonly string[]) => {
    connection ??= await toPrimary(sentinels, login);
    const asked = connection;
    try {
      return await asked.ask(...words);
    } catch (error) {
      interruptions.push(`${words[0]}: ${(error as Error).message}`);
      throw error;
    }
  };
  const ask = async (...words: readonly string[]) => {
    const began = performance.now();
    for (;;) {
      try {
        const reply = await once(words);
        longestMs = Math.max(longestMs, performance.now() - began);
        return reply;
      } catch (error) {
        const { message } = error as Error;
        drop();
        const isMistake = REFUSED.test(message) && !ELSEWHERE.test(message);
        if (isMistake || performance.now() - began > operationMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  return {
    put: async (key, value) => {
      await ask('SET', key, value);
    },
    get: async (key) => {
      const value = await ask('GET', key);
      return typeof value === 'string' ? value : undefined;
    },
    count: async (prefix) => {
      const keys = await ask('KEYS', `${prefix}*`);
      return Array.isArray(keys) ? keys.length : 0;
    },
    get met() {
      return { interruptions, longestMs };
    },
    [Symbol.dispose]: drop,
  };
}

/** The server that the first sentinel that answers names, where that server says itself that it is primary. */
async function toPrimary(sentinels: readonly string[], login: Login): Promise<RedisConnection> {
  const address = await namedBy(sentinels, login);
  const connection = await redisConnection(address, PORT, login, ATTEMPT_MS);
  const role = await connection.ask('ROLE');
  if (Array.isArray(role) && role[0] === 'master') return connection;
  connection[Symbol.dispose]();
  throw new Error(`${address} is not primary yet`);
}

async function namedBy(sentinels: readonly string[], login: Login): Promise<string> {
  let last: unknown;
  for (const sentinel of sentinels) {
    try {
      using asked = await redisConnection(sentinel, SENTINEL_PORT, login, 1_000);
      const named = await asked.ask('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER);
      if (Array.isArray(named)) return String(named[0]);
    } catch (error) {
      last = error;
    }
  }
  throw new Error('no sentinel names a primary', { cause: last });
}
