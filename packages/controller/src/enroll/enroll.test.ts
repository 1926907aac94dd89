import { X509Certificate } from 'node:crypto';
import { enrolled, enrolmentOf, newKeys, RawLink, sendEnrolment } from '../testing/live-agent.ts';
import { faultIn, LiveController } from '../testing/live-controller.ts';
import type { EnrolAnswer } from './exchange.ts';

let live: LiveController;
beforeAll(async () => {
  live = await LiveController.open();
});
afterAll(() => live.close());

const expire = (id: string) =>
  live.inStore((database) => database.run('UPDATE enroll_token SET expires = 1 WHERE id = ?', id));
const answerIn = ({ text }: { readonly text: string }) => JSON.parse(text) as EnrolAnswer;

async function refusal(body: unknown): Promise<{ readonly code: string; readonly message: string }> {
  const answer = await sendEnrolment(live, body);
  expect(answer.status).toBe(400);
  expect(faultIn(answer).message).toMatch(/^[^\n]{10,200}$/);
  return faultIn(answer);
}

test('a new host gets a certificate for its own key and is named by its host name', async () => {
  const keys = newKeys();
  const { token } = await live.token();
  const answer = answerIn(await sendEnrolment(live, enrolmentOf(token, 'Web-1.example.org', keys)));
  expect(answer).toMatchObject({ host: 'web-1', ca: live.ca });
  const certificate = new X509Certificate(answer.certificate);
  expect(certificate.checkPrivateKey(keys.key)).toBe(true);
  expect(certificate.verify(new X509Certificate(live.ca).publicKey)).toBe(true);
});

test('fifty hosts that use a single-use token at once get one certificate between them', async () => {
  const { token } = await live.token();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => sendEnrolment(live, enrolmentOf(token, `many-${i}`, newKeys()))),
  );
  const [lucky, ...more] = answers.filter(({ status }) => status === 200);
  expect(more).toEqual([]);
  const refusals = answers.filter((answer) => answer !== lucky).map((answer) => faultIn(answer).message);
  expect(new Set(refusals)).toEqual(new Set(['this token is used up']));
  const hosts = await live.call<{ name: string }[]>('hosts.list', {});
  expect(hosts.filter(({ name }) => name.startsWith('many-'))).toHaveLength(1);
});

test('the same token with the same keys gets the same answer, one after another and at once', async () => {
  const { token } = await live.token();
  const body = enrolmentOf(token, 'twice', newKeys());
  const first = await sendEnrolment(live, body);
  const later = await Promise.all(Array.from({ length: 10 }, () => sendEnrolment(live, body)));
  expect(first.status).toBe(200);
  for (const { status, text } of later) expect([status, text]).toEqual([200, first.text]);
  const { token: other } = await live.token();
  const together = enrolmentOf(other, 'together', newKeys());
  const answers = await Promise.all(Array.from({ length: 10 }, () => sendEnrolment(live, together)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
});

test('an answer that was lost is given again without a loss of the link that it led to', async () => {
  const keys = newKeys();
  const { token } = await live.token();
  const body = enrolmentOf(token, 'steady', keys);
  const both = await Promise.all([sendEnrolment(live, body), sendEnrolment(live, body)]);
  const { certificate } = answerIn(both[0]);
  const key = keys.key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const link = await RawLink.greeted(live, { key, cert: certificate });
  expect(answerIn(await sendEnrolment(live, body)).certificate).toBe(certificate);
  const hosts = await live.call<{ name: string; linked: boolean }[]>('hosts.list', {});
  expect(hosts.find(({ name }) => name === 'steady')?.linked).toBe(true);
  await link.close();
});

test('a token for three hosts takes in three', async () => {
  const { token } = await live.token({ uses: 3 });
  const enrol = (i: number) => sendEnrolment(live, enrolmentOf(token, `three-${i}`, newKeys()));
  expect([await enrol(1), await enrol(2), await enrol(3)].map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(faultIn(await enrol(4)).message).toBe('this token is used up');
});

test('an expired, a revoked and an unknown token are each refused in a sentence', async () => {
  const [expired, revoked] = [await live.token(), await live.token()];
  expire(expired.id);
  expect(await live.call('enroll.revoke', { id: revoked.id })).toEqual({ revoked: true });
  const says = async (token: string) => (await refusal(enrolmentOf(token, 'nobody', newKeys()))).message;
  expect(await says(expired.token)).toBe('this token expired at 1970-01-01T00:00:00.001Z');
  expect(await says(revoked.token)).toBe('this token was revoked');
  expect(await says(`rcj_${'x'.repeat(43)}`)).toBe('this token is not known to the controller');
  expect(await says("'; DROP TABLE host; --")).toBe('this token is not known to the controller');
});

test('a revoked token gives its former answer to nobody', async () => {
  const { id, token } = await live.token();
  const body = enrolmentOf(token, 'over', newKeys());
  expect((await sendEnrolment(live, body)).status).toBe(200);
  await live.call('enroll.revoke', { id });
  expect((await refusal(body)).message).toBe('this token was revoked');
});

test('who does not hold the key is refused and uses nothing up', async () => {
  const { token } = await live.token();
  const keys = newKeys();
  const right = enrolmentOf(token, 'proven', keys);
  const other = enrolmentOf((await live.token()).token, 'proven', keys);
  for (const proof of [enrolmentOf(token, 'proven', keys, newKeys().key).proof, other.proof, '', 'AAAA']) {
    expect(await refusal({ ...right, proof })).toEqual({
      code: 'bad_enrolment',
      message: 'the host did not prove that it holds its key',
    });
  }
  const sealingKey = newKeys().sealingKey;
  expect((await refusal({ ...right, sealingKey })).code).toBe('bad_enrolment');
  expect((await refusal({ ...right, publicKey: 'no key' })).message).toBe('the host sent no public key on P-256');
  expect((await refusal({ ...right, more: 1 })).code).toBe('malformed');
  expect((await sendEnrolment(live, right)).status).toBe(200);
});

test('a name that is taken is refused, with nothing used up, unless the token was made for it', async () => {
  const former = await enrolled(live, 'taken');
  const { token } = await live.token();
  const { code, message } = await refusal(enrolmentOf(token, 'taken', newKeys()));
  expect([code, message]).toEqual(['name_taken', 'a host named taken is enrolled already']);
  expect((await sendEnrolment(live, enrolmentOf(token, 'not-taken', newKeys()))).status).toBe(200);
  const later = await enrolled(live, 'taken');
  expect(later.hostId).not.toBe(former.hostId);
  await expect(RawLink.open(live, former)).rejects.toThrow('403 taken was enrolled again since');
});

test('a token made for a name gives that name, whatever the host calls itself', async () => {
  const { token } = await live.token({ host: 'wanted' });
  expect(answerIn(await sendEnrolment(live, enrolmentOf(token, '!!', newKeys()))).host).toBe('wanted');
  const { token: free } = await live.token();
  expect((await refusal(enrolmentOf(free, '!!', newKeys()))).code).toBe('bad_host_name');
});

test('the name of a revoked host is free again', async () => {
  await enrolled(live, 'left');
  await live.call('hosts.revoke', { host: 'left' });
  const { token } = await live.token();
  expect(answerIn(await sendEnrolment(live, enrolmentOf(token, 'left', newKeys()))).host).toBe('left');
});

test('what was refused is in the audit, and no token is', async () => {
  const { id, token } = await live.token();
  await live.call('enroll.revoke', { id });
  await refusal(enrolmentOf(token, 'noted', newKeys()));
  const entries = await live.call<{ operator: string; verb: string; subject: string }[]>('audit.list', { limit: 1000 });
  expect(entries[0]).toMatchObject({
    operator: 'host noted',
    verb: 'enrol.refused',
    subject: `token ${id}: this token was revoked`,
  });
  expect(JSON.stringify(entries)).not.toContain(token);
});
