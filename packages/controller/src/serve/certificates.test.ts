import { generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { HostId, HostName } from '@rolecall/protocol';
import { Authority } from '../authority/authority.ts';
import { Blobs } from '../blobs/blobs.ts';
import { enrolHost } from '../store/hosts.ts';
import { enrolled, pemOf, RawLink } from '../testing/live-agent.ts';
import { type Certified, faultIn, LiveController } from '../testing/live-controller.ts';

let live: LiveController;
beforeAll(async () => {
  live = await LiveController.open();
});
afterAll(() => live.close());

/** A certificate that an authority makes without the exchange, recorded in the store. */
async function certified(folder: string, host: string, days?: number): Promise<Certified> {
  const authority = await Authority.open(folder);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomUUID() as HostId;
  const issued = await authority.issueFor(
    id,
    publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    ...(days === undefined ? [] : [days]),
  );
  if (issued === undefined) throw new Error('not issued');
  live.inStore((database) => enrolHost(database, host as HostName, {}, { id, sealingKey: '', ...issued }));
  return { key: pemOf(privateKey), cert: issued.pem };
}

const own = () => join(live.data, 'ca');
const isLinked = async (host: string) =>
  (await live.call<{ name: string; linked: boolean }[]>('hosts.list', {})).find(({ name }) => name === host)?.linked;

test('a host with the certificate from its enrolment is let in', async () => {
  const link = await RawLink.greeted(live, await enrolled(live, 'good'));
  expect(await isLinked('good')).toBe(true);
  await link.close();
});

test('without a certificate nobody is let in', async () => {
  await expect(RawLink.open(live, undefined)).rejects.toThrow('403 no certificate was shown');
});

test('a certificate of another authority is refused, also one that the store knows', async () => {
  const foreign = await certified(join(live.folder, 'foreign'), 'foreign');
  await expect(RawLink.open(live, foreign)).rejects.toThrow('403 the certificate is not from this controller');
});

test('an expired certificate is refused', async () => {
  const expired = await certified(own(), 'late', -1 / 1440);
  expect(new X509Certificate(expired.cert).validToDate.getTime()).toBeLessThan(Date.now());
  await expect(RawLink.open(live, expired)).rejects.toThrow('403 the certificate has expired');
});

test('the certificate of the controller itself is none of a host', async () => {
  const { serverIdentity } = await Authority.open(own()).then((authority) => ({
    serverIdentity: authority.serverIdentity(['127.0.0.1']),
  }));
  const { key, certificate } = await serverIdentity;
  await expect(RawLink.open(live, { key, cert: certificate })).rejects.toThrow('403 the certificate is not for a host');
});

test('a superseded certificate is refused, and its live link ends with the new enrolment', async () => {
  const former = await enrolled(live, 'again');
  const link = await RawLink.greeted(live, former);
  const fresh = await enrolled(live, 'again');
  expect(await link.ended).toEqual({ code: 4403, reason: 'it was enrolled again' });
  await expect(RawLink.open(live, former)).rejects.toThrow('403 again was enrolled again since');
  await (await RawLink.greeted(live, fresh)).close();
});

test('a revoked host loses its live link at once and is refused from then on', async () => {
  const shown = await enrolled(live, 'gone');
  const link = await RawLink.greeted(live, shown);
  const start = performance.now();
  expect(await live.call('hosts.revoke', { host: 'gone' })).toEqual({ revoked: true });
  expect(await link.ended).toEqual({ code: 4403, reason: 'it was revoked' });
  expect(performance.now() - start).toBeLessThan(1_000);
  await expect(RawLink.open(live, shown)).rejects.toThrow('403 gone was revoked');
  expect(await isLinked('gone')).toBe(false);
  expect((await live.ask('GET', `/blobs/${live.files.bundle.sha256}`, { as: shown })).status).toBe(404);
});

test('a revoked host that does not answer the end of its link is not counted as linked', async () => {
  const link = await RawLink.greeted(live, await enrolled(live, 'deaf'));
  link.stopReading();
  await live.call('hosts.revoke', { host: 'deaf' });
  expect(await isLinked('deaf')).toBe(false);
  link.cut();
});

test('a certificate for a service is asked for by hosts alone, in work that they were given', async () => {
  const body = JSON.stringify({
    assignment: 'some-run/web@asks/converge/1',
    path: '/etc/tls.crt',
    names: ['web.example'],
    publicKey: 'x',
    proof: 'AAAA',
  });
  const stranger = await live.ask('POST', '/service-certificate', { body });
  expect([stranger.status, faultIn(stranger).message]).toEqual([403, 'no certificate was shown']);
  const answer = await live.ask('POST', '/service-certificate', { body, as: await enrolled(live, 'asks') });
  expect([answer.status, faultIn(answer).message]).toEqual([403, expect.stringContaining('it has no such work')]);
});

test('an agent is served at /agent alone', async () => {
  const shown = await enrolled(live, 'lost');
  await expect(RawLink.open(live, shown, '/agent/x')).rejects.toThrow('404');
});

test('a blob meant for one host is not there for another, nor for a token', async () => {
  const [a, b] = [await enrolled(live, 'a'), await enrolled(live, 'b')];
  const hash = live.inStore((database) => {
    const blobs = new Blobs(database, join(live.data, 'blobs'));
    const put = blobs.put(Buffer.from('for a alone'));
    blobs.grant('a' as HostName, put);
    return put;
  });
  expect(await live.ask('GET', `/blobs/${hash}`, { as: a })).toMatchObject({ status: 200, text: 'for a alone' });
  const { token } = await live.token();
  const headers = { authorization: `Bearer ${token}` };
  const unknown = await live.ask('GET', `/blobs/${'0'.repeat(64)}`, { as: a });
  for (const asked of [{ as: b }, { headers }, {}]) {
    const answer = await live.ask('GET', `/blobs/${hash}`, asked);
    expect(answer.status).toBe(404);
    expect(faultIn(answer)).toEqual(faultIn(unknown));
  }
});

test('what is published is there for every host and every open token, and for nobody else', async () => {
  const path = `/blobs/${live.files.bundle.sha256}`;
  const { id, token } = await live.token();
  const headers = { authorization: `Bearer ${token}` };
  expect((await live.ask('GET', path, { as: await enrolled(live, 'c') })).text).toBe('the content of agent.cjs');
  expect((await live.ask('GET', path, { headers })).text).toBe('the content of agent.cjs');
  expect((await live.ask('GET', path)).status).toBe(404);
  await live.call('enroll.revoke', { id });
  const refused = await live.ask('GET', path, { headers });
  expect(refused.status).toBe(400);
  expect(faultIn(refused).message).toBe('this token was revoked');
});
