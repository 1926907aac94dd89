import { Agent, request } from 'node:https';
import type { Fleet } from './fleet.ts';

/** A client of etcd's own HTTP gateway, as an application is one: it knows all members and asks the next where one does not answer. */
export interface EtcdClient extends Disposable {
  /** Rejects where no member took it within its time. */
  put(key: string, value: string): Promise<void>;
  /** What a majority agrees on; nothing where there is no such key. */
  get(key: string): Promise<string | undefined>;
  /** How many keys begin so. */
  count(prefix: string): Promise<number>;
}

/** One member may take this long; then the next is asked. */
const ATTEMPT_MS = 2_000;
/** An election takes less than twice etcd's election timeout of 5 s. */
const OPERATION_MS = 10_000;

interface Range {
  readonly count?: string;
  readonly kvs?: readonly { readonly value: string }[];
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The key behind all that begin with a prefix, as etcd wants it. */
const behind = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);

/** With the certificate of one host's own command line. */
export async function etcdClient(fleet: Fleet, hosts: readonly string[]): Promise<EtcdClient> {
  const [first = ''] = hosts;
  const read = (path: string) => fleet.host(first).readFile(`/etc/etcd/tls/${path}`);
  const [ca, cert, key] = await Promise.all([read('ca.crt'), read('client.crt'), read('client.key')]);
  const agent = new Agent({ keepAlive: true, ca, cert, key });
  const addresses = hosts.map((name) => fleet.host(name).address);
  let next = 0;
  const ask = async (path: string, body: object): Promise<unknown> => {
    const end = performance.now() + OPERATION_MS;
    for (;;) {
      const address = addresses[next % addresses.length] ?? '';
      try {
        return await post(agent, address, path, body);
      } catch (error) {
        if (performance.now() > end) throw error;
        next += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  return {
    put: async (name, value) => {
      await ask('/v3/kv/put', { key: base64(name), value: base64(value) });
    },
    get: async (name) => {
      const { kvs } = (await ask('/v3/kv/range', { key: base64(name) })) as Range;
      return kvs?.[0] === undefined ? undefined : Buffer.from(kvs[0].value, 'base64').toString();
    },
    count: async (prefix) => {
      const range = { key: base64(prefix), range_end: base64(behind(prefix)), count_only: true };
      return Number(((await ask('/v3/kv/range', range)) as Range).count ?? 0);
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function post(agent: Agent, host: string, path: string, body: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host, port: 2379, path, method: 'POST', timeout: ATTEMPT_MS }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        if (answer.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${host} answered ${answer.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    asked.on('timeout', () => asked.destroy(new Error(`${host} did not answer in time`)));
    asked.on('error', reject);
    asked.end(JSON.stringify(body));
  });
}
