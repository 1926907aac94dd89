import { Agent, request } from 'node:http';
import type { Fleet } from './fleet.ts';

/** A client as an application is one: it knows all nodes and asks the next where one does not answer. */
export interface ElasticsearchClient extends Disposable {
  /** Rejects where no node took it within its time. */
  put(key: string, value: string): Promise<void>;
  get(key: string): Promise<string | undefined>;
  /** How many documents have a key that begins so. */
  count(prefix: string): Promise<number>;
}

/** One node may take this long; then the next is asked. */
const ATTEMPT_MS = 5_000;
/** An election takes a few seconds on a busy machine. */
const OPERATION_MS = 20_000;
const INDEX = 'load';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly count?: number;
    readonly _source?: { readonly value?: string };
  };
}

/** Makes an index with a copy on each of three nodes, if it is not there. */
export async function elasticsearchClient(fleet: Fleet, hosts: readonly string[]): Promise<ElasticsearchClient> {
  const agent = new Agent({ keepAlive: true });
  const addresses = hosts.map((name) => fleet.host(name).address);
  let next = 0;
  const ask = async (method: string, path: string, body?: object, fine: readonly number[] = []): Promise<Answer> => {
    const end = performance.now() + OPERATION_MS;
    for (;;) {
      const address = addresses[next % addresses.length] ?? '';
      try {
        const answer = await send(agent, address, method, path, body);
        if (answer.status < 300 || fine.includes(answer.status)) return answer;
        throw new Error(`${address} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`);
      } catch (error) {
        if (performance.now() > end) throw error;
        next += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const path = (key: string) => `/${INDEX}/_doc/${encodeURIComponent(key)}`;
  const mappings = { properties: { key: { type: 'keyword' }, value: { type: 'keyword' } } };
  const settings = { number_of_shards: 2, number_of_replicas: 2 };
  await ask('PUT', `/${INDEX}`, { settings, mappings }, [400]);
  return {
    put: async (key, value) => {
      await ask('PUT', path(key), { key, value });
    },
    get: async (key) => (await ask('GET', path(key), undefined, [404])).body._source?.value,
    count: async (prefix) => {
      await ask('POST', `/${INDEX}/_refresh`);
      return (await ask('POST', `/${INDEX}/_count`, { query: { prefix: { key: prefix } } })).body.count ?? 0;
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function send(agent: Agent, host: string, method: string, path: string, body: object | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const asked = request({ agent, host, port: 9200, path, method, headers, timeout: ATTEMPT_MS }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        try {
          resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) });
        } catch {
          reject(new Error(`${host} answered ${answer.statusCode}: ${text.slice(0, 200)}`));
        }
      });
    });
    asked.on('timeout', () => asked.destroy(new Error(`${host} did not answer in time`)));
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
