import { createPrivateKey, createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { type HostName, renewalText } from '@rolecall/protocol';
import { certificateEnds } from '../store/certificates.ts';
import { LinkedAgent } from '../testing/linked-agent.ts';
import { enrolled, newKeys, pemOf, RawLink } from '../testing/live-agent.ts';
import { LiveController } from '../testing/live-controller.ts';

/** Certificates that live for some seconds: an agent that gets little of the processor has a third of it to renew. */
const HOST_MS = 12_000;
const SERVER_MS = 10_000;
const DAY_MS = 86_400_000;
const LONG_MS = 60_000;

let live: LiveController;
// Not in a hook: the tests wait for time to pass, all at once, and hooks are not for those.
const opened = LiveController.open({
  lifetimes: { hostDays: HOST_MS / DAY_MS, serverDays: SERVER_MS / DAY_MS, lookMs: 200 },
}).then((controller) => {
  live = controller;
});
afterAll(() => live.close());

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

test.concurrent(
  'an agent renews again and again, with another key each time, and outlives its first certificate',
  async () => {
    await opened;
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
      await until(async () => (await hostRow('a'))?.linked === true, 10_000);
      expect(readdirSync(agent.files.key.replace('/agent.key', '')).filter((name) => name.includes('renewed'))).toEqual(
        [],
      );
      expect((await hostRow('a'))?.certificateEnd).toBeGreaterThan(Date.now());
    } finally {
      await agent.stop();
    }
  },
  LONG_MS,
);

/** What a host sends that wants its next certificate for this key. */
function requestFor(inUse: string, key: KeyObject) {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const text = renewalText(new X509Certificate(inUse).serialNumber.toLowerCase(), publicKey);
  return { type: 'renew', publicKey, proof: sign('sha256', Buffer.from(text), key).toString('base64') };
}

test.concurrent(
  'the old certificate is good until the new one was used',
  async () => {
    await opened;
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
    const entries = await live.call<{ operator: string; verb: string }[]>('audit.list', { limit: 1_000 });
    expect(entries).toContainEqual(expect.objectContaining({ operator: 'host b', verb: 'certificate.renewed' }));
  },
  LONG_MS,
);

test.concurrent(
  'a request that is too early, for no new key, or without its proof ends the link',
  async () => {
    await opened;
    type Shown = Awaited<ReturnType<typeof enrolled>>;
    const refusalOf = async (host: string, afterMs: number, requestOf: (shown: Shown) => object) => {
      const shown = await enrolled(live, host);
      await pause(afterMs);
      const link = await RawLink.greeted(live, shown);
      link.send(requestOf(shown));
      return (await link.ended).reason;
    };
    const late = HOST_MS * 0.55;
    const unproven = ({ cert }: Shown) => ({ ...requestFor(cert, newKeys().key), proof: 'AAAA' });
    expect(
      await Promise.all([
        // A host that asks on and on would keep the controller busy.
        refusalOf('c1', 0, ({ cert }) => requestFor(cert, newKeys().key)),
        refusalOf('c2', late, () => ({ type: 'renew', publicKey: 'x', proof: 'AAAA' })),
        refusalOf('c3', late, ({ cert, key }) => requestFor(cert, createPrivateKey(key))),
        refusalOf('c4', late, unproven),
        refusalOf('c5', late, () => requestFor(live.ca, newKeys().key)),
      ]),
    ).toEqual([
      'its certificate is good for long yet',
      'it sent no new public key on P-256',
      'it sent no new public key on P-256',
      'it did not prove that it holds its new key',
      'it did not prove that it holds its new key',
    ]);
  },
  LONG_MS,
);

test.concurrent(
  'an agent that was killed in the middle of a renewal comes back, with the one or the other',
  async () => {
    await opened;
    const agent = await LinkedAgent.enrolled(live, 'd');
    try {
      for (let i = 0; i < 2; i++) {
        const { cert } = agent.shown;
        await appeared(agent.files.renewedKey);
        await agent.stop();
        agent.start();
        await until(async () => (await hostRow('d'))?.linked === true, HOST_MS);
        await until(() => agent.shown.cert !== cert, HOST_MS);
      }
    } finally {
      await agent.stop();
    }
  },
  LONG_MS,
);

test.concurrent(
  'after a restored backup a newer certificate than any that is known is taken for what it is',
  async () => {
    await opened;
    const agent = await LinkedAgent.enrolled(live, 'e');
    try {
      const { cert } = agent.shown;
      await until(() => agent.shown.cert !== cert, HOST_MS);
      const fresh = agent.shown;
      await until(async () => (await hostRow('e'))?.linked === true, 10_000);
      await agent.stop();
      live.inStore((database) => {
        const serial = new X509Certificate(fresh.cert).serialNumber.toLowerCase();
        database.run('DELETE FROM certificate WHERE serial = ?', serial);
        const [before] = database.all<{ serial: string; generation: number }>(
          "SELECT * FROM certificate WHERE identity = (SELECT id FROM identity WHERE host = 'e') ORDER BY generation DESC",
        );
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
  },
  LONG_MS,
);

test.concurrent(
  'an agent that is refused writes down why, and tries on',
  async () => {
    await opened;
    const agent = await LinkedAgent.enrolled(live, 'g');
    try {
      await until(async () => (await hostRow('g'))?.linked === true, 10_000);
      await live.call('hosts.revoke', { host: 'g' });
      const refused = () =>
        agent.lines.filter((line) => line.includes('the controller refuses the link: g was revoked'));
      await until(() => refused().length > 1, 15_000);
    } finally {
      await agent.stop();
    }
  },
  LONG_MS,
);

test.concurrent(
  'a certificate is tried at its own place: good, expired, none',
  async () => {
    await opened;
    const shown = await enrolled(live, 'f');
    expect(await live.ask('GET', '/certificate', { as: shown })).toMatchObject({ status: 200, text: '{"host":"f"}' });
    expect((await live.ask('GET', '/certificate')).status).toBe(403);
  },
  LONG_MS,
);

test.concurrent(
  "the server's certificate is another before it ends, under the same key, and open connections stay",
  async () => {
    await opened;
    const open = await connected();
    const first = open.getPeerX509Certificate();
    await until(async () => (await serialShown()) !== first?.serialNumber, SERVER_MS);
    expect(Date.now()).toBeLessThan(first?.validToDate.getTime() ?? 0);
    const later = await connected();
    expect(later.getPeerX509Certificate()?.publicKey.equals(first?.publicKey as never)).toBe(true);
    expect(open.destroyed).toBe(false);
    for (const socket of [open, later]) socket.destroy();
  },
  LONG_MS,
);

/** Resolves in the moment in which this file is made. */
async function appeared(file: string): Promise<void> {
  for await (const { filename } of watch(dirname(file), { signal: AbortSignal.timeout(HOST_MS) })) {
    if (filename === basename(file)) return;
  }
}

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
