import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { type Access, api } from '@rolecall/protocol';
import { enrolled } from '../testing/live-agent.ts';
import { faultIn, LiveController } from '../testing/live-controller.ts';

let live: LiveController;
beforeAll(async () => {
  live = await LiveController.open();
});
afterAll(() => live.close());

const create = async (name: string, access: Access, ttlMs: number | null = null) =>
  (await live.call<{ token: string }>('tokens.create', { name, access, ttlMs })).token;
const asking = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const statusWith = async (token: string) =>
  (await live.ask('POST', '/api/status', { ...asking(token), body: '{}' })).status;
/** Of each access, those that include it. */
const INCLUDED: Readonly<Record<Access, readonly Access[]>> = {
  view: ['view', 'operate', 'admin'],
  operate: ['operate', 'admin'],
  admin: ['admin'],
};

test('every verb is served to those whose access includes what it declares, and to nobody else', async () => {
  const tokens = {
    view: await create('looks', 'view'),
    operate: await create('operates', 'operate'),
    admin: await create('rules', 'admin'),
  };
  for (const [verb, { access: wanted }] of Object.entries(api)) {
    for (const [access, token] of Object.entries(tokens) as [Access, string][]) {
      // Not JSON: who is let through is told that, and nothing happens.
      const { status } = await live.ask('POST', `/api/${verb}`, { ...asking(token), body: 'not JSON' });
      expect([verb, access, status]).toEqual([verb, access, INCLUDED[wanted].includes(access) ? 400 : 403]);
    }
  }
});

test('what changes something wants more than looking', () => {
  const looking = Object.entries(api).filter(([, { access }]) => access === 'view');
  const changing = /\.(start|cancel|run|set|remove|revoke|create|put|approve|delete)$/;
  expect(looking.map(([verb]) => verb).filter((verb) => changing.test(verb))).toEqual([]);
});

test('who may only look stores no blob', async () => {
  const answer = await live.ask('PUT', `/blobs/${'0'.repeat(64)}`, {
    ...asking(await create('eyes', 'view')),
    body: 'x',
  });
  expect(answer.status).toBe(403);
  expect(faultIn(answer).message).toBe('eyes may view, and storing a blob wants operate');
});

test('a token is stored by its hash alone, listed without it, and named in the audit', async () => {
  const token = await create('ci', 'admin', 3_600_000);
  for (const name of ['store.db', 'store.db-wal'])
    expect(readFileSync(join(live.data, name)).includes(token)).toBe(false);
  await live.call('enroll.revoke', { id: 'none' }, token);
  const listed = await live.call<{ name: string; access: string; lastUsed: number | null }[]>('tokens.list', {});
  expect(JSON.stringify(listed)).not.toContain(token);
  expect(listed.find(({ name }) => name === 'ci')).toMatchObject({ access: 'admin', lastUsed: expect.any(Number) });
  const audit = await live.call<{ operator: string; verb: string; subject: string }[]>('audit.list', { limit: 2 });
  expect(audit).toMatchObject([
    { operator: 'ci', verb: 'enroll.revoke' },
    { operator: 'admin', verb: 'tokens.create', subject: 'ci may admin' },
  ]);
});

test('a name is given once, also after its token was revoked, and never that of the owner', async () => {
  await create('once', 'view');
  await live.call('tokens.revoke', { name: 'once' });
  for (const name of ['once', 'admin']) await expect(create(name, 'view')).rejects.toThrow('there is or was a token');
  await expect(create('Not A Name', 'view')).rejects.toThrow('malformed');
});

test('a revoked and an expired token are good for nothing', async () => {
  const [revoked, expired] = [await create('left', 'admin'), await create('brief', 'admin', 1_000)];
  expect([await statusWith(revoked), await statusWith(expired)]).toEqual([200, 200]);
  expect(await live.call('tokens.revoke', { name: 'left' })).toEqual({ revoked: true });
  expect(await live.call('tokens.revoke', { name: 'left' })).toEqual({ revoked: false });
  expect(await statusWith(revoked)).toBe(401);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await statusWith(expired)).toBe(401);
});

test('a call that waits for its body ends with its token', async () => {
  const open = async (token: string) => {
    const headers = { authorization: `Bearer ${token}`, 'content-length': 100 };
    const sent = request(new URL('/api/status', live.url), { method: 'POST', headers, ca: live.ca, agent: false });
    sent.write('{');
    const ended = new Promise<string>((resolve) => {
      sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      sent.on('response', (answer: IncomingMessage) => resolve(String(answer.statusCode)));
    });
    await once(sent, 'socket');
    await new Promise((resolve) => setTimeout(resolve, 200));
    return ended;
  };
  const ended = open(await create('slow', 'view'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  await live.call('tokens.revoke', { name: 'slow' });
  expect(await ended).toBe('ECONNRESET');
  expect(await open(await create('short', 'view', 1_000))).toBe('ECONNRESET');
});

test('a secret that somebody types into a command is in no audit and no record of it', async () => {
  const canary = 'CANARY-55aa';
  await enrolled(live, 'a');
  await live.call('secrets.set', { name: 'typed', value: Buffer.from(canary).toString('base64') });
  const input = { where: 'host = a', argv: ['login', `--password=${canary}`], tty: false, timeoutMs: 1_000 };
  const answer = await live.ask('POST', '/api/command.run', { ...asking(live.operator), body: JSON.stringify(input) });
  expect(answer.text).toContain('"unreachable"');
  const [entry] = await live.call<{ verb: string; subject: string }[]>('audit.list', { limit: 1 });
  expect(entry).toMatchObject({ verb: 'command.run', subject: 'a: login --password=***' });
  expect(live.inStore((database) => JSON.stringify(database.all('SELECT argv FROM command')))).not.toContain(canary);
});
