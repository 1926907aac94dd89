import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageLength } from './message.ts';
import { canAsk, unitProperties } from './unit-properties.ts';

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'systemd-'));
});
afterEach(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

/** Called with each call's text and serial once all that were sent at once are there; answers with messages. */
type Answers = (calls: readonly { readonly text: string; readonly serial: number }[]) => readonly Buffer[];

async function systemdThat(answers: Answers): Promise<string> {
  server = createServer((socket) => serve(socket, answers));
  const path = join(folder, 'private');
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  return path;
}

function serve(socket: Socket, answers: Answers): void {
  let isFirst = true;
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    let rest = isFirst ? chunk.subarray(chunk.indexOf('BEGIN\r\n') + 7) : chunk;
    const calls = [];
    for (; rest.length > 0; rest = rest.subarray(messageLength(rest))) {
      calls.push({ text: rest.subarray(0, messageLength(rest)).toString('latin1'), serial: rest.readUInt32LE(8) });
    }
    if (isFirst) socket.write('OK 0123456789abcdef0123456789abcdef\r\n');
    isFirst = false;
    socket.write(Buffer.concat(answers(calls)));
  });
}

const padded = (bytes: Buffer, to: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([uint32(value.length), Buffer.from(`${value}\0`)]);

/** A message of systemd: 2 answers, 3 refuses, 4 is a signal. */
function message(type: 2 | 3 | 4, serial: number, body: Buffer, errorName?: string): Buffer {
  const to = Buffer.concat([Buffer.from([5, 1, 0x75, 0]), uint32(serial)]);
  const named = errorName === undefined ? [] : [Buffer.from([4, 1, 0x73, 0]), text(errorName)];
  const fields = Buffer.concat([to, ...named]);
  const head = Buffer.concat([Buffer.from([0x6c, type, 0, 1]), uint32(body.length), uint32(7), uint32(fields.length)]);
  return Buffer.concat([padded(Buffer.concat([head, fields]), 8), body]);
}

const variant = (signature: string, value: Buffer): Buffer =>
  Buffer.concat([padded(Buffer.from([signature.length, ...Buffer.from(signature), 0]), 4), value]);

test('answers find their questions in any order, and signals between them are passed over', async () => {
  const path = await systemdThat((calls) => [
    message(4, 1, variant('s', text('not this'))),
    ...calls
      .map(({ text: call, serial }) => {
        const name = call.includes('redis_2dserver') ? 'redis' : 'other';
        return call.includes('NeedDaemonReload')
          ? message(2, serial, variant('b', uint32(name === 'redis' ? 1 : 0)))
          : message(2, serial, variant('s', text(`${name} is loaded`)));
      })
      .reverse(),
  ]);
  const units = await unitProperties(path, ['redis-server.service', 'x.timer'], ['LoadState', 'NeedDaemonReload']);
  expect([...units].map(([name, properties]) => [name, ...properties.values()])).toEqual([
    ['redis-server.service', 'redis is loaded', 'yes'],
    ['x.timer', 'other is loaded', 'no'],
  ]);
});

test('a moment that no 32 bits hold is read whole', async () => {
  const at = Buffer.alloc(8);
  at.writeBigUInt64LE(123_456_789_012n);
  // Behind the signature of a variant a number of 8 bytes begins at a multiple of 8.
  const value = Buffer.concat([padded(Buffer.from([1, 0x74, 0]), 8), at]);
  const path = await systemdThat((calls) => calls.map(({ serial }) => message(2, serial, value)));
  const units = await unitProperties(path, ['a.service'], ['ActiveEnterTimestampMonotonic']);
  expect(units.get('a.service')?.get('ActiveEnterTimestampMonotonic')).toBe('123456789012');
});

test('a thousand questions are asked without flooding systemd', async () => {
  let most = 0;
  const path = await systemdThat((calls) => {
    most = Math.max(most, calls.length);
    return calls.map(({ serial }) => message(2, serial, variant('s', text('loaded'))));
  });
  const names = Array.from({ length: 1000 }, (_, i) => `u${i}.service`);
  const units = await unitProperties(path, names, ['LoadState']);
  expect([units.size, units.get('u999.service')?.get('LoadState')]).toEqual([1000, 'loaded']);
  expect(most).toBeLessThanOrEqual(128);
});

test('a property that a unit does not have is left out; any other refusal is an error', async () => {
  const refusing = (name: string) => (calls: Parameters<Answers>[0]) =>
    calls.map(({ serial }) => message(3, serial, text('no'), `org.freedesktop.DBus.Error.${name}`));
  const path = await systemdThat(refusing('UnknownProperty'));
  expect((await unitProperties(path, ['a.service'], ['Type'])).get('a.service')?.size).toBe(0);
  server?.close();
  const other = await systemdThat(refusing('AccessDenied'));
  await expect(unitProperties(other, ['a.service'], ['Type'])).rejects.toThrow('systemd does not answer for a.service');
});

test('patterns and unknown properties are left to systemctl', () => {
  expect(canAsk(['a.service'], ['LoadState', 'Result'])).toBe(true);
  expect(canAsk(['a@*.service'], ['LoadState'])).toBe(false);
  expect(canAsk(['a.service'], ['ExecStart'])).toBe(false);
});
