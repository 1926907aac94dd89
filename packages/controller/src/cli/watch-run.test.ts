import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { RunId, StoredEvent } from '@rolecall/protocol';
import { type Client, connect } from './client/client.ts';
import { emptyRun } from './views/model.ts';
import { watchRun } from './watch-run.ts';

/** A controller that gives these answers, one after the other. */
let folder: string;
let server: Server;
let answers: (readonly [status: number, body: string])[];
let client: Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watch-run-'));
  server = createServer((request, response) => {
    const [status, body] = answers.shift() ?? [500, ''];
    request.resume().on('end', () => response.writeHead(status).end(body));
  });
  const path = join(folder, 'socket');
  await once(server.listen(path), 'listening');
  client = connect({ by: 'socket', path, token: 'a-token' });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
});

const run = '20261121-184726-siro6' as RunId;
const finished = { seq: 1, at: 0, body: { event: 'finished', outcome: 'ok', fault: null } };

async function watched(): Promise<{ readonly seen: readonly string[]; readonly told: string }> {
  const seen: string[] = [];
  let told = '';
  const stderr = new Writable({
    write(piece, _, done) {
      told += String(piece);
      done();
    },
  });
  const view = { see: ({ body }: StoredEvent) => seen.push(body.event), say: () => {}, end: emptyRun };
  await watchRun(client, run, view, stderr as unknown as NodeJS.WriteStream);
  return { seen, told };
}

test('a run is followed again when a controller that is being started has nothing to say yet', async () => {
  answers = [
    [503, ''],
    [503, ''],
    [200, `${JSON.stringify(finished)}\n`],
  ];
  expect(await watched()).toEqual({ seen: ['finished'], told: expect.stringContaining('the controller is away') });
});

test('a controller that refuses is not asked again', async () => {
  answers = [[404, JSON.stringify({ error: { code: 'no_run', message: 'there is no such run' } })]];
  await expect(watched()).rejects.toThrow('there is no such run');
});

test('any other command says that the controller is being started', async () => {
  answers = [[503, '']];
  await expect(client.call('runs.list', { limit: 1 })).rejects.toMatchObject({
    code: 'no_controller',
    message: expect.stringContaining('is being started'),
  });
});
