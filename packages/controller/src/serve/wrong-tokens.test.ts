import { enrolled, enrolmentOf, newKeys, RawLink, sendEnrolment } from '../testing/live-agent.ts';
import { faultIn, LiveController } from '../testing/live-controller.ts';

let live: LiveController;
beforeEach(async () => {
  live = await LiveController.open();
});
afterEach(() => live.close());

const wrong = () => `rc${Math.random() < 0.5 ? 'j' : 'o'}_${'x'.repeat(43)}`;
const asking = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** Every place where somebody without a certificate may show a token. */
const PLACES: Readonly<Record<string, () => Promise<{ readonly status: number }>>> = {
  'a verb': () => live.ask('POST', '/api/status', { ...asking(wrong()), body: '{}' }),
  'a verb that is not there': () => live.ask('POST', '/api/nothing', asking(wrong())),
  'a blob': () => live.ask('GET', `/blobs/${live.files.bundle.sha256}`, asking(wrong())),
  'a blob that is not there': () => live.ask('GET', `/blobs/${'0'.repeat(64)}`, asking(wrong())),
  'storing a blob': () => live.ask('PUT', `/blobs/${'0'.repeat(64)}`, { ...asking(wrong()), body: 'x' }),
  'the script': () => live.ask('GET', `/join/${wrong()}`),
  'whether a host is linked': () => live.ask('GET', '/joined', asking(wrong())),
  enrolment: () => sendEnrolment(live, enrolmentOf(wrong(), 'guesser', newKeys())),
};

test.each(Object.keys(PLACES))('who guesses tokens at %s is told to wait after a few', async (place) => {
  const guess = PLACES[place] ?? (() => Promise.reject(new Error(place)));
  const started = performance.now();
  let heard = 0;
  while ((await guess()).status !== 429) heard++;
  expect(heard).toBeGreaterThanOrEqual(20);
  expect(heard).toBeLessThanOrEqual(21 + (performance.now() - started) / 1_000);
});

test('whoever is told to wait learns nothing with the right token either; then it is good again', async () => {
  await Promise.all(Array.from({ length: 40 }, () => PLACES['a verb']?.()));
  const right = { ...asking(live.operator), body: '{}' };
  const refused = await live.ask('POST', '/api/status', right);
  const wait = Number(refused.headers['retry-after']);
  expect([refused.status, wait > 0 && wait < 25]).toEqual([429, true]);
  expect(faultIn(refused).message).toBe(`too many wrong tokens came from your address: try again in ${wait} s`);
  await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
  expect((await live.ask('POST', '/api/status', right)).status).toBe(200);
});

test('hosts from the same address are not held up, and right tokens are never counted', async () => {
  const shown = await enrolled(live, 'a');
  for (let i = 0; i < 30; i++) await live.call('status', {});
  for (let i = 0; i < 30; i++) await PLACES['a verb']?.();
  expect((await live.ask('GET', `/blobs/${live.files.bundle.sha256}`, { as: shown })).status).toBe(200);
  await (await RawLink.greeted(live, shown)).close();
});

test('what nobody in particular tries fills no audit', async () => {
  const before = await live.call<unknown[]>('audit.list', { limit: 1_000 });
  for (const guess of Object.values(PLACES)) await guess();
  expect(await live.call('audit.list', { limit: 1_000 })).toEqual(before);
});
