import { createPrivateKey, createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { type HostName, renewalText } from '@rolecall/protocol';
import { certificateEnds } from '../store/certificates.ts';
import { LinkedAgent } from '../testing/linked-agent.ts';
import { enrolled, newKeys, pemOf, RawLink } from '../testing/live-agent.ts';
import { LiveController } from '../testing/live-controller.ts';

/** Certificates that live for some seconds. */
const HOST_MS = 6_000;
const SERVER_MS = 4_000;
const DAY_MS = 86_400_000;

let live: LiveController;
beforeEach(async () => {
  live = await LiveController.open({
    lifetimes: { hostDays: HOST_MS / DAY_MS, serverDays: SERVER_MS / DAY_MS, lookMs: 200 },
  });
});
afterEach(() => live.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const hostRow = async (name: string) => {
  const hosts = await live.call<{ name: string; linked: boolean; certificateEnd: number }[]>('hosts.list', {});
  return hosts.find((host) => host.name === name);
};

async function until(what: () => Promise<boolean> | boolean, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`it never came to be: ${what}`);
    await pause(50);
  }
}

test('an agent renews again and again, with another key each time, and outlives its first certificate', async () => {
  const agent = await LinkedAgent.enrolled(live, 'a');
  try {
    const first = agent.shown;
    await until(() => agent.shown.cert !== first.cert, HOST_MS);
    const second = agent.shown;
    expect(new X509Certificate(second.cert).publicKey.equals(new X509Certificate(first.cert).publicKey)).toBe(false);
    // The new one was used, so that the old one is good for nothing, long before its end.
    expect(Date.now()).toBeLessThan(new X509Certificate(first.cert).validToDate.getTime());
    await expect(RawLink.open(live, first)).rejects.toThrow('403 the certificate of a was renewed since');
    await until(() => agent.shown.cert !== second.cert, 2 * HOST_MS);
    await until(() => Date.now() > new X509Certificate(first.cert).validToDate.getTime(), 2 * HOST_MS);
    await until(async () => (await hostRow('a'))?.linked === true, 1_000);
    expect(readdirSync(agent.files.key.replace('/agent.key', '')).filter((name) => name.includes('renewed'))).toEqual(
      [],
    );
    expect((await hostRow('a'))?.certificateEnd).toBeGreaterThan(Date.now());
  } finally {
    await agent.stop();
  }
}, 40_000);

/** What a host sends that wants its next certificate for this key. */
function requestFor(inUse: string, key: KeyObject) {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const text = renewalText(new X509Certificate(inUse).serialNumber.toLowerCase(), publicKey);
  return { type: 'renew', publicKey, proof: sign('sha256', Buffer.from(text), key).toString('base64') };
}

test('the old certificate is good until the new one was used', async () => {
  const old = await enrolled(live, 'b');
  await pause(HOST_MS * 0.55);
  const link = await RawLink.greeted(live, old);
  const { key } = newKeys();
  link.send(requestFor(old.cert, key));
  const { certificate: cert } = await link.next('certificate');
  await link.close();
  await (await RawLink.greeted(live, old)).close();
  await (await RawLink.greeted(live, { cert, key: pemOf(key) })).close();
  await expect(RawLink.open(live, old)).rejects.toThrow('403 the certificate of b was renewed since');
  const [entry] = await live.call<{ operator: string; verb: string }[]>('audit.list', { limit: 1 });
  expect(entry).toMatchObject({ operator: 'host b', verb: 'certificate.renewed' });
}, 20_000);

test('a request that is too early, for no new key, or without its proof ends the link', async () => {
  const old = await enrolled(live, 'c');
  const refusal = async (request: object) => {
    const link = await RawLink.greeted(live, old);
    link.send(request);
    return link.ended;
  };
  const own = createPrivateKey(old.key);
  // A host that asks on and on would keep the controller busy.
  expect(await refusal(requestFor(old.cert, newKeys().key))).toEqual({
    code: 4403,
    reason: 'its certificate is good for long yet',
  });
  await pause(HOST_MS * 0.55);
  for (const [request, reason] of [
    [{ type: 'renew', publicKey: 'x', proof: 'AAAA' }, 'it sent no new public key on P-256'],
    [requestFor(old.cert, own), 'it sent no new public key on P-256'],
    [{ ...requestFor(old.cert, newKeys().key), proof: 'AAAA' }, 'it did not prove that it holds its new key'],
    [requestFor(live.ca, newKeys().key), 'it did not prove that it holds its new key'],
  ] as const) {
    expect(await refusal(request)).toEqual({ code: 4403, reason });
  }
  await (await RawLink.greeted(live, old)).close();
}, 20_000);

test('an agent that was killed in the middle of a renewal comes back, with the one or the other', async () => {
  const agent = await LinkedAgent.enrolled(live, 'd');
  try {
    for (let i = 0; i < 2; i++) {
      const { cert } = agent.shown;
      await until(() => readdirSync(agent.files.key.replace('/agent.key', '')).includes('agent.key.renewed'), HOST_MS);
      await agent.stop();
      agent.start();
      await until(async () => (await hostRow('d'))?.linked === true, 3_000);
      await until(() => agent.shown.cert !== cert, HOST_MS);
    }
  } finally {
    await agent.stop();
  }
}, 60_000);

test('after a restored backup a newer certificate than any that is known is taken for what it is', async () => {
  const agent = await LinkedAgent.enrolled(live, 'e');
  try {
    const { cert } = agent.shown;
    await until(() => agent.shown.cert !== cert, HOST_MS);
    const fresh = agent.shown;
    await until(async () => (await hostRow('e'))?.linked === true, 2_000);
    await agent.stop();
    live.inStore((database) => {
      const serial = new X509Certificate(fresh.cert).serialNumber.toLowerCase();
      database.run('DELETE FROM certificate WHERE serial = ?', serial);
      const [before] = database.all<{ serial: string; generation: number }>('SELECT * FROM certificate');
      const { serial: former = '', generation = 0 } = before ?? {};
      database.run(
        "UPDATE identity SET serial = ?, generation = ?, not_after = 0 WHERE host = 'e'",
        former,
        generation,
      );
    });
    await (await RawLink.greeted(live, fresh)).close();
    const end = live.inStore((database) => certificateEnds(database).get('e' as HostName));
    expect(end).toBe(new X509Certificate(fresh.cert).validToDate.getTime());
    await (await RawLink.greeted(live, fresh)).close();
  } finally {
    await agent.stop();
  }
}, 30_000);

test('an agent that is refused writes down why, and tries on', async () => {
  const agent = await LinkedAgent.enrolled(live, 'g');
  try {
    await until(async () => (await hostRow('g'))?.linked === true, 5_000);
    await live.call('hosts.revoke', { host: 'g' });
    const refused = () => agent.lines.filter((line) => line.includes('the controller refuses the link: g was revoked'));
    await until(() => refused().length > 1, 15_000);
  } finally {
    await agent.stop();
  }
}, 30_000);

test('a certificate is tried at its own place: good, expired, none', async () => {
  const shown = await enrolled(live, 'f');
  expect(await live.ask('GET', '/certificate', { as: shown })).toMatchObject({ status: 200, text: '{"host":"f"}' });
  expect((await live.ask('GET', '/certificate')).status).toBe(403);
});

test("the server's certificate is another before it ends, under the same key, and open connections stay", async () => {
  const open = await connected();
  const first = open.getPeerX509Certificate();
  await until(async () => (await serialShown()) !== first?.serialNumber, SERVER_MS);
  expect(Date.now()).toBeLessThan(first?.validToDate.getTime() ?? 0);
  const later = await connected();
  expect(later.getPeerX509Certificate()?.publicKey.equals(first?.publicKey as never)).toBe(true);
  expect(open.destroyed).toBe(false);
  for (const socket of [open, later]) socket.destroy();
}, 20_000);

async function connected(): Promise<TLSSocket> {
  const socket = connect({ port: live.port, host: '127.0.0.1', ca: live.ca, minVersion: 'TLSv1.3' });
  await once(socket, 'secureConnect');
  return socket;
}

async function serialShown(): Promise<string | undefined> {
  const socket = await connected();
  const serial = socket.getPeerX509Certificate()?.serialNumber;
  socket.destroy();
  return serial;
}
