import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import type { HostName, Sha256 } from '@rolecall/protocol';
import { Blobs } from '../blobs/blobs.ts';
import { enrolled } from '../testing/live-agent.ts';
import { type Certified, LiveController } from '../testing/live-controller.ts';

/** Larger than what fits between a server and a reader that takes nothing: Linux lets the two buffers grow to 4 and 32 MiB (tcp_wmem, tcp_rmem). */
const content = randomBytes(64 * 1024 ** 2);
const hash = createHash('sha256').update(content).digest('hex') as Sha256;

let live: LiveController;
let hosts: readonly Certified[];
beforeAll(async () => {
  // A turn is long enough for the second to be refused in it, also where this machine is busy.
  live = await LiveController.open({ turns: { most: 1, mostEach: 1, turnMs: 3_000, waitMs: 200 } });
  const names = ['h-1', 'h-2'] as HostName[];
  hosts = await Promise.all(names.map((name) => enrolled(live, name)));
  // Whoever opens the folder of blobs clears drafts away: the controller has to be ready with its own.
  await live.ask('GET', `/blobs/${hash}`, { as: hosts[0] as Certified });
  live.inStore((database) => {
    const blobs = new Blobs(database, join(live.data, 'blobs'));
    blobs.put(content);
    for (const name of names) blobs.grant(name, hash);
  });
});
afterAll(() => live.close());

/** Begins to fetch, and takes nothing yet. */
async function fetching(as: Certified | undefined, from = 0): Promise<IncomingMessage> {
  const headers = from === 0 ? {} : { range: `bytes=${from}-` };
  const { key, cert } = as ?? {};
  const asked = request(`${live.url}/blobs/${hash}`, { ca: live.ca, key, cert, headers, agent: false });
  asked.on('error', () => {});
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer.on('error', () => {});
}

/** What comes until it ends, one way or the other. */
async function taken(answer: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  answer.on('data', (piece: Buffer) => pieces.push(piece));
  await new Promise((resolve) => answer.on('close', resolve));
  return Buffer.concat(pieces);
}

test('who fetches while others do is told to come back, gets a turn in the end, and both have all of it', async () => {
  const slow = await fetching(hosts[0]);
  const refused = await fetching(hosts[1]);
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5']);
  refused.resume();
  // The first has its time, and then its place is given on.
  let second = refused;
  for (let tries = 0; second.statusCode === 503 && tries < 100; tries++) second = await fetching(hosts[1]);
  expect((await taken(second)).equals(content)).toBe(true);
  const first = await taken(slow);
  expect(first.length).toBeLessThan(content.length);
  const rest = await taken(await fetching(hosts[0], first.length));
  expect(Buffer.concat([first, rest]).equals(content)).toBe(true);
});
