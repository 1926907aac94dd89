import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { startController } from '../index.ts';
import { faultIn, LiveController } from '../testing/live-controller.ts';

let live: LiveController;
beforeAll(async () => {
  live = await LiveController.open();
});
afterAll(() => live.close());

const start = (more: object) =>
  startController({
    data: join(live.folder, 'other'),
    port: 0,
    advertise: '127.0.0.1',
    logLevel: 'silent',
    agentFiles: async () => live.files,
    ...more,
  });
const asOperator = (token = live.operator) => ({ authorization: `Bearer ${token}` });
const SENTENCE = /^[^\n]{10,200}$/;

/** The TLS version that is agreed on, or the error's code. */
const speak = (maxVersion: 'TLSv1.2' | 'TLSv1.3') =>
  new Promise<string>((resolve) => {
    const socket = connect({ port: live.port, host: '127.0.0.1', ca: live.ca, maxVersion, minVersion: 'TLSv1.2' });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.on('secureConnect', () => {
      resolve(socket.getProtocol() ?? '');
      socket.destroy();
    });
  });

test('TLS 1.2 is refused, 1.3 is spoken', async () => {
  expect(await speak('TLSv1.2')).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  expect(await speak('TLSv1.3')).toBe('TLSv1.3');
});

test('without a token, and with a wrong one, no verb is served', async () => {
  for (const headers of [{}, asOperator('rco_wrong'), { authorization: live.operator }]) {
    const answer = await live.ask('POST', '/api/status', { headers, body: '{}' });
    expect(answer.status).toBe(401);
    expect(faultIn(answer)).toMatchObject({ code: 'no_operator', message: expect.stringMatching(SENTENCE) });
  }
});

test.each(['nothing', 'constructor', '__proto__', ''])('the verb "%s" is not there', async (verb) => {
  const answer = await live.ask('POST', `/api/${verb}`, { headers: asOperator(), body: '{}' });
  expect(answer.status).toBe(404);
  expect(faultIn(answer)).toMatchObject({ code: 'not_found', message: expect.stringMatching(SENTENCE) });
});

test.each(['', 'not JSON', 'null', '{"host":"UPPER"}', '{"host":"a","more":1}'])(
  'malformed input is refused in one sentence: %s',
  async (body) => {
    const answer = await live.ask('POST', '/api/hosts.revoke', { headers: asOperator(), body });
    expect(answer.status).toBe(400);
    expect(faultIn(answer)).toMatchObject({ code: 'malformed', message: expect.stringMatching(SENTENCE) });
  },
);

test('a request that is too large is refused, and the next one is served', async () => {
  const body = ' '.repeat(1024 * 1024 + 1);
  const answer = await live.ask('POST', '/api/status', { headers: asOperator(), body });
  expect(answer.status).toBe(413);
  expect(faultIn(answer).message).toMatch(SENTENCE);
  expect(await live.call('status', {})).toMatchObject({ hosts: 0 });
});

test('what is in no table is not there', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['POST', '/constructor'],
    ['GET', '/agent'],
    ['GET', '/../operator.token'],
  ] as const) {
    expect((await live.ask(method, path)).status).toBe(404);
  }
});

test('a method that a path does not know is answered with those that it knows', async () => {
  for (const [method, path, allow] of [
    ['GET', '/api/status', 'POST'],
    ['DELETE', '/blobs/x', 'GET, PUT'],
    ['POST', '/blobs/x', 'GET, PUT'],
    ['PUT', '/join/x', 'GET'],
    ['POST', '/joined', 'GET'],
    ['GET', '/enroll', 'POST'],
    ['OPTIONS', '/certificate', 'GET'],
  ] as const) {
    const answer = await live.ask(method, path, { headers: asOperator() });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
    expect(faultIn(answer).message).toMatch(SENTENCE);
  }
});

test('a blob under the wrong hash is refused and nothing of it kept', async () => {
  const wrong = '0'.repeat(64);
  const answer = await live.ask('PUT', `/blobs/${wrong}`, { headers: asOperator(), body: 'content' });
  expect(answer.status).toBe(400);
  expect(faultIn(answer)).toMatchObject({ code: 'wrong_hash', message: expect.stringMatching(SENTENCE) });
  expect(await live.call('blobs.missing', { hashes: [wrong] })).toEqual([wrong]);
  const kept = readdirSync(join(live.data, 'blobs'));
  expect(kept.toSorted()).toEqual([live.files.bundle, ...live.files.runtimes].map(({ sha256 }) => sha256).toSorted());
});

test('a blob under its own hash is kept and comes back as it was; only operators store any', async () => {
  const body = 'some content';
  const hash = createHash('sha256').update(body).digest('hex');
  expect((await live.ask('PUT', `/blobs/${hash}`, { body })).status).toBe(401);
  expect((await live.ask('PUT', '/blobs/..%2Fstore.db', { headers: asOperator(), body })).status).toBe(400);
  expect((await live.ask('PUT', `/blobs/${hash}`, { headers: asOperator(), body })).status).toBe(200);
  expect(await live.ask('GET', `/blobs/${hash}`, { headers: asOperator() })).toMatchObject({ status: 200, text: body });
});

test('a blob that is cut off on its way leaves nothing', async () => {
  const folder = join(live.data, 'blobs');
  const before = readdirSync(folder).toSorted();
  const body = Buffer.alloc(300_000, 'x');
  const hash = createHash('sha256').update(body).digest('hex');
  const headers = { ...asOperator(), 'content-length': body.length };
  const options = { method: 'PUT', headers, ca: live.ca, agent: false };
  const sent = request(new URL(`/blobs/${hash}`, live.url), options);
  sent.on('error', () => {});
  sent.write(body.subarray(0, 200_000));
  await until(() => readdirSync(folder).some((name) => name.startsWith('.draft-')));
  sent.destroy();
  await until(() => !readdirSync(folder).some((name) => name.startsWith('.draft-')));
  expect(readdirSync(folder).toSorted()).toEqual(before);
  expect(await live.call('blobs.missing', { hashes: [hash] })).toEqual([hash]);
});

async function until(what: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!what()) {
    if (performance.now() > end) throw new Error(`it never came to be: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a port in use is one sentence that names it, and the data folder is free again', async () => {
  const data = join(live.folder, 'other');
  await expect(start({ data, port: live.port })).rejects.toMatchObject({
    code: 'port_in_use',
    message: `port ${live.port} is in use by another program`,
  });
  const second = await start({ data });
  await second.close();
});

test('a second controller on the same data is refused with the name of the folder; the first works on', async () => {
  await expect(start({ data: live.data })).rejects.toMatchObject({
    code: 'data_in_use',
    message: expect.stringContaining(live.data),
  });
  expect(await live.call('status', {})).toMatchObject({ data: live.data });
});

test('stopped and started again on the same data it is the same controller', async () => {
  const { ca, operator, port } = live;
  await live.stop();
  expect(existsSync(join(live.data, 'control.sock'))).toBe(false);
  await live.start(port);
  expect([live.ca, live.operator]).toEqual([ca, operator]);
  expect(await live.call('status', {})).toMatchObject({ url: `https://127.0.0.1:${port}` });
});
