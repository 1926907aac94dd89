import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';
import type { Fleet } from './fleet.ts';

/** A client of one bucket, as an application is one: it knows all members and asks the next where one does not answer. */
export interface S3Client extends Disposable {
  /** Rejects where no member took it within its time. */
  put(key: string, value: string): Promise<void>;
  /** Nothing where there is no such object. */
  get(key: string): Promise<string | undefined>;
  /** How many objects begin so. */
  count(prefix: string): Promise<number>;
}

export interface Account {
  readonly user: string;
  readonly password: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One member may take this long; then the next is asked. */
const ATTEMPT_MS = 3_000;
/** All members may be restarted at the same time, on a busy machine. */
const OPERATION_MS = 90_000;
/** Below 500, what MinIO's own clients send again (retry.go of minio-go): 499 is what a server says that is just being stopped. */
const AGAIN: readonly number[] = [408, 429, 499];
const PORT = 9000;
const REGION = 'us-east-1';
/** How S3 says that the content is not a part of what is signed: TLS keeps it whole. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** The account that may do everything. */
export async function rootOf(fleet: Fleet, host: string): Promise<Account> {
  const read = async (name: string) => (await fleet.host(host).readFile(`/etc/minio/${name}`)).trim();
  return { user: await read('root-user'), password: await read('root-password') };
}

/** Tries again for `patienceMs`. */
export async function s3Client(
  fleet: Fleet,
  hosts: readonly string[],
  bucket: string,
  account: Account,
  patienceMs = OPERATION_MS,
): Promise<S3Client> {
  const ca = await fleet.host(hosts[0] ?? '').readFile('/etc/minio/certs/CAs/authority.crt');
  const agent = new Agent({ keepAlive: true, ca });
  const addresses = hosts.map((name) => fleet.host(name).address);
  let next = 0;
  const ask = async (method: string, key: string, query = '', body = ''): Promise<Answer> => {
    const end = performance.now() + patienceMs;
    for (;;) {
      const address = addresses[next % addresses.length] ?? '';
      const answer = await send(agent, account, { address, method, path: `/${bucket}${key}`, query, body }).catch(
        String,
      );
      if (typeof answer !== 'string' && answer.status < 500 && !AGAIN.includes(answer.status)) return answer;
      if (performance.now() > end)
        throw new Error(typeof answer === 'string' ? answer : `${answer.status}: ${answer.body}`);
      next += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const good = ({ status, body }: Answer): string => {
    if (status === 200) return body;
    throw new Error(`it answered ${status}: ${body.slice(0, 300)}`);
  };
  return {
    put: async (key, value) => void good(await ask('PUT', `/${key}`, '', value)),
    get: async (key) => {
      const answer = await ask('GET', `/${key}`);
      return answer.status === 404 ? undefined : good(answer);
    },
    count: async (prefix) => {
      let found = 0;
      for (let token = ''; ; ) {
        const continued = token === '' ? '' : `continuation-token=${encodeURIComponent(token)}&`;
        const page = good(await ask('GET', '', `${continued}list-type=2&prefix=${encodeURIComponent(prefix)}`));
        found += Number(/<KeyCount>(\d+)</.exec(page)?.[1] ?? 0);
        token = /<NextContinuationToken>([^<]+)</.exec(page)?.[1] ?? '';
        if (token === '') return found;
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

interface Asked {
  readonly address: string;
  readonly method: string;
  readonly path: string;
  /** Its parts sorted by name, as they are signed. */
  readonly query: string;
  readonly body: string;
}

function send(agent: Agent, account: Account, asked: Asked): Promise<Answer> {
  const { address: host, method, path, query, body } = asked;
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      host,
      port: PORT,
      method,
      path: query === '' ? path : `${path}?${query}`,
      timeout: ATTEMPT_MS,
    };
    const sent = request({ ...options, headers: signed(account, asked) }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString() }));
    });
    sent.on('timeout', () => sent.destroy(new Error(`${host} did not answer in time`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Headers with a signature of S3 (AWS Signature Version 4). */
function signed(
  { user, password }: Account,
  { address, method, path, query }: Asked,
): Readonly<Record<string, string>> {
  const now = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '');
  const day = now.slice(0, 8);
  const headers = { host: `${address}:${PORT}`, 'x-amz-content-sha256': UNSIGNED, 'x-amz-date': now };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, path, query, lines.join(''), names, UNSIGNED].join('\n');
  const scope = `${day}/${REGION}/s3/aws4_request`;
  const key = [REGION, 's3', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${password}`, day));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', now, scope, hash(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${user}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}
