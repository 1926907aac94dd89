import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { enrolled } from '../testing/live-agent.ts';
import { type Certified, LiveController } from '../testing/live-controller.ts';

/** Certificates of hosts live for some seconds. */
const HOST_MS = 3_000;

let live: LiveController;
beforeAll(async () => {
  live = await LiveController.open({
    lifetimes: { hostDays: HOST_MS / 86_400_000, serverDays: 100, lookMs: 600_000 },
  });
});
afterAll(() => live.close());

/** A connection of a real TLS client: with a certificate, or with the session of a former connection and nothing else. */
async function opened(shown: Partial<Certified> & { readonly session?: Buffer | undefined }): Promise<TLSSocket> {
  const socket = connect({ ...shown, port: live.port, host: '127.0.0.1', ca: live.ca, minVersion: 'TLSv1.3' });
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  return socket;
}

/** Says it and reads all that is answered. */
async function exchange(socket: TLSSocket, text: string): Promise<string> {
  let answer = '';
  socket.on('data', (piece: Buffer) => {
    answer += piece.toString('latin1');
  });
  socket.write(text);
  const closed = once(socket, 'close');
  // A link that was let in says nothing before its host does.
  const enough = setTimeout(() => socket.destroy(), 700);
  await closed;
  clearTimeout(enough);
  return answer;
}

const TRY = 'GET /certificate HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
const LINK = [
  'GET /agent HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
].join('\r\n');

/** A session ticket that the controller gave to this host. */
async function ticketOf(shown: Certified): Promise<Buffer> {
  const socket = await opened(shown);
  const ticket = once(socket, 'session');
  expect(await exchange(socket, TRY)).toContain('200 OK');
  return ((await ticket) as [Buffer])[0];
}

async function resumed(session: Buffer, text: string): Promise<string> {
  const socket = await opened({ session });
  expect(socket.isSessionReused()).toBe(true);
  return exchange(socket, text);
}

test('a resumed session is the host that it was, and no longer than its certificate is good', async () => {
  const ticket = await ticketOf(await enrolled(live, 'a'));
  expect(await resumed(ticket, TRY)).toContain('"host":"a"');
  expect(await resumed(ticket, LINK)).toContain('101 Switching Protocols');
  await new Promise((resolve) => setTimeout(resolve, HOST_MS));
  // TLS itself would let it in for minutes yet.
  expect(await resumed(ticket, TRY)).toMatch(/403 Forbidden[\s\S]*the certificate has expired/);
  expect(await resumed(ticket, LINK)).toMatch(/403 Refused[\s\S]*the certificate has expired/);
}, 15_000);

test('a session that is resumed after its host was revoked, or enrolled again, lets nobody in', async () => {
  const tickets = [await ticketOf(await enrolled(live, 'b')), await ticketOf(await enrolled(live, 'c'))] as const;
  await live.call('hosts.revoke', { host: 'b' });
  await enrolled(live, 'c');
  for (const [ticket, reason] of [
    [tickets[0], 'b was revoked'],
    [tickets[1], 'c was enrolled again since'],
  ] as const) {
    expect(await resumed(ticket, TRY)).toContain(reason);
    expect(await resumed(ticket, LINK)).toMatch(new RegExp(`403 Refused[\\s\\S]*${reason}`));
  }
}, 15_000);

test('a connection that was open before its host was revoked gets nothing any more', async () => {
  const socket = await opened(await enrolled(live, 'd'));
  await live.call('hosts.revoke', { host: 'd' });
  expect(await exchange(socket, TRY)).toContain('d was revoked');
});
