import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostId, HostName } from '@rolecall/protocol';
import { pino } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import { Audit } from '../audit/audit.ts';
import { Database } from '../store/database.ts';
import { enrolHost } from '../store/hosts.ts';
import { HELLO } from '../testing/live-agent.ts';
import { AgentHub } from './hub.ts';

const host = 'a' as HostName;
const BEAT_MS = 300;
const HELLO_MS = 200;

let folder: string;
let database: Database;
let hub: AgentHub;
let server: WebSocketServer;
/** When the next certificate ends. */
let notAfter: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-hub-'));
  database = new Database(join(folder, 'store.db'));
  const id = '00000000-0000-4000-8000-000000000001' as HostId;
  enrolHost(database, host, {}, { id, serial: '1', notAfter: 0, sealingKey: '' });
  const options = { beatMs: BEAT_MS, helloMs: HELLO_MS, log: pino({ level: 'silent' }) };
  hub = new AgentHub({ database, audit: new Audit(database), ...options });
  notAfter = Number.POSITIVE_INFINITY;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => hub.accept(socket, { host, address: '127.0.0.1', notAfter }));
  await once(server, 'listening');
});
afterEach(async () => {
  await hub.close();
  server.close();
  database.close();
  rmSync(folder, { recursive: true });
});

async function opened(options: { readonly autoPong?: boolean } = {}): Promise<WebSocket> {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, options);
  await once(socket, 'open');
  return socket;
}

async function greeted(options: { readonly autoPong?: boolean } = {}): Promise<WebSocket> {
  const socket = await opened(options);
  const welcome = once(socket, 'message');
  socket.send(JSON.stringify(HELLO));
  await welcome;
  return socket;
}

const ended = async (socket: WebSocket): Promise<string> => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return `${code} ${reason.toString()}`.trim();
};

test('a host that does not greet in time is sent away, whatever else keeps it alive', async () => {
  const socket = await opened();
  const start = performance.now();
  const pings = setInterval(() => socket.ping(), 20);
  expect(await ended(socket)).toBe('4408 no hello came');
  clearInterval(pings);
  expect(performance.now() - start).toBeLessThan(HELLO_MS + 2_000);
});

test('a host that has greeted is not sent away for that', async () => {
  const socket = await greeted();
  await new Promise((resolve) => setTimeout(resolve, 3 * HELLO_MS));
  expect(hub.isLinked(host)).toBe(true);
  socket.terminate();
});

test('a host that is silent for three beats is cut off and not linked any longer', async () => {
  const socket = await greeted({ autoPong: false });
  expect(await ended(socket)).toBe('1006');
  expect(hub.isLinked(host)).toBe(false);
});

test('a host that answers pings stays, without a word of its own', async () => {
  const socket = await greeted();
  await new Promise((resolve) => setTimeout(resolve, 6 * BEAT_MS));
  expect(hub.isLinked(host)).toBe(true);
  socket.terminate();
});

test('a live link ends with its certificate', async () => {
  notAfter = Date.now() + 300;
  expect(await ended(await greeted())).toBe('4403 the certificate has expired');
  expect(hub.isLinked(host)).toBe(false);
});

test('a question to a host whose link is ended here fails at once', async () => {
  const socket = await greeted();
  socket.pause();
  const asked = hub.question(host, [{ ask: 'fact', path: 'hostname' } as never], []);
  hub.drop(host, 'it was revoked');
  await expect(asked).rejects.toMatchObject({ code: 'unreachable' });
  expect(hub.send(host, { type: 'gather' })).toBe(false);
  socket.terminate();
});
