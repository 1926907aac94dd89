import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECORDED_REPLY } from './fixtures/systemd-252-reply.ts';
import { listUnits } from './list-units.ts';

let folder: string;
let server: Server;
let received: Buffer;

async function systemdThat(answers: (socket: Socket) => void): Promise<string> {
  received = Buffer.alloc(0);
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      const first = received.length === 0;
      received = Buffer.concat([received, chunk]);
      if (first) answers(socket);
    });
  });
  const path = join(folder, 'private');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'units-'));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const ACCEPTED = Buffer.from('OK 0123456789abcdef0123456789abcdef\r\n');

test('a recorded answer is read, however it is cut into pieces', async () => {
  const reply = Buffer.concat([ACCEPTED, Buffer.from(RECORDED_REPLY, 'base64')]);
  const path = await systemdThat(async (socket) => {
    for (let from = 0; from < reply.length; from += 97) {
      socket.write(reply.subarray(from, from + 97));
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  const units = await listUnits(path, ['running', 'failed'], ['*.service']);
  expect(units.map((unit) => `${unit.name} ${unit.activeState} ${unit.subState}`).sort()).toEqual([
    'broken.service failed failed',
    'console-getty.service active running',
    'dbus.service active running',
    'ssh.service active running',
    'systemd-journald.service active running',
    'systemd-logind.service active running',
    'systemd-networkd.service active running',
  ]);
  expect(received.toString('latin1')).toContain('ListUnitsByPatterns');
});

test('a systemd that refuses, goes away or answers with an error is told', async () => {
  await expect(listUnits(await systemdThat((s) => s.end('REJECTED\r\n')), [], [])).rejects.toThrow(
    'systemd refuses us',
  );
  server.close();
  await expect(listUnits(await systemdThat((s) => s.destroy()), [], [])).rejects.toThrow(
    /without an answer|ECONNRESET/,
  );
});

test('where there is no systemd the socket is named', async () => {
  server = createServer();
  await expect(listUnits(join(folder, 'none'), [], [])).rejects.toThrow(/cannot be asked at .*none/);
});
