import { type HostName, REVISION } from '@rolecall/protocol';
import { findHost } from '../store/hosts.ts';
import { enrolled, HELLO, RawLink } from '../testing/live-agent.ts';
import { type Certified, LiveController } from '../testing/live-controller.ts';

let live: LiveController;
let a: Certified;
let b: Certified;
beforeAll(async () => {
  live = await LiveController.open();
  [a, b] = [await enrolled(live, 'a'), await enrolled(live, 'b')];
});
afterAll(() => live.close());

const isLinked = async (host: string) =>
  (await live.call<{ name: string; linked: boolean }[]>('hosts.list', {})).find(({ name }) => name === host)?.linked;

test('a greeting is answered with the name that the host has here and where its reports stand', async () => {
  const link = await RawLink.open(live, a);
  expect(await isLinked('a')).toBe(false);
  link.send(HELLO);
  const { time, ...welcome } = await link.next('welcome');
  expect(welcome).toEqual({
    type: 'welcome',
    revision: 1,
    host: 'a',
    acknowledged: 0,
    factsHash: null,
    heartbeatMs: 15_000,
    spreadMs: 1_000,
  });
  expect(Math.abs(time - Date.now())).toBeLessThan(5_000);
  expect(await isLinked('a')).toBe(true);
  await link.close();
  expect(await isLinked('a')).toBe(false);
});

test.each([
  ['of no known type', '{"type":"nothing"}', 'unknown_type: its type is none that this side knows'],
  ['that is no JSON', 'nothing', 'malformed: not JSON'],
  ['nested too deeply', '['.repeat(1_000), 'malformed: nested deeper than 32'],
  ['with a field too many', '{"type":"beat","host":"b"}', 'malformed: : Unrecognized key: "host"'],
  ['that greets again', JSON.stringify(HELLO), 'malformed: hello came out of turn'],
])('a message %s ends the link with the reason', async (_, text, reason) => {
  const link = await RawLink.greeted(live, a);
  link.sendText(text);
  expect(await link.ended).toEqual({ code: 4400, reason });
});

test('before its greeting a host can say nothing else', async () => {
  const early = await RawLink.open(live, a);
  early.send({ type: 'beat' });
  expect(await early.ended).toEqual({ code: 4400, reason: 'malformed: beat came out of turn' });
  const bytes = await RawLink.open(live, a);
  bytes.sendBytes(new Uint8Array(20));
  expect(await bytes.ended).toEqual({ code: 4400, reason: 'malformed: output came out of turn' });
});

test('an agent that speaks no revision of ours is told which', async () => {
  const link = await RawLink.open(live, a);
  link.send({ ...HELLO, revision: { min: REVISION.max + 1, max: REVISION.max + 2 } });
  expect(await link.ended).toEqual({
    code: 4406,
    reason: `only revisions ${REVISION.min} to ${REVISION.max} are spoken here`,
  });
  const newer = await RawLink.open(live, a);
  newer.send({ ...HELLO, revision: { min: 1, max: REVISION.max + 1 } });
  expect(await newer.next('welcome')).toMatchObject({ revision: REVISION.max });
  await newer.close();
});

test('a frame of 10 MB ends its link, and others go on', async () => {
  const [large, other] = [await RawLink.greeted(live, a), await RawLink.greeted(live, b)];
  large.sendText(`"${'x'.repeat(10 * 1024 * 1024)}"`);
  expect((await large.ended).code).toBe(1009);
  other.send(ended(1, 'never given'));
  expect(await other.next('acknowledge')).toMatchObject({ seq: 1 });
  expect([await isLinked('a'), await isLinked('b')]).toEqual([false, true]);
  await other.close();
});

test('a second link of one host ends the first, and the host stays linked', async () => {
  const first = await RawLink.greeted(live, a);
  const second = await RawLink.greeted(live, a);
  expect(await first.ended).toEqual({ code: 4410, reason: 'the host has linked again' });
  expect(await isLinked('a')).toBe(true);
  second.send({ type: 'beat' });
  await second.close();
  expect(await isLinked('a')).toBe(false);
});

test('a second link that never greets leaves the first alone', async () => {
  const first = await RawLink.greeted(live, a);
  const second = await RawLink.open(live, a);
  await second.close();
  expect(await isLinked('a')).toBe(true);
  await first.close();
});

test('facts arrive in facts.get and in queries, and are not asked for again', async () => {
  const link = await RawLink.greeted(live, a);
  const hash = '1'.repeat(64);
  link.send({ type: 'facts', hash, facts: factsOf('10.0.0.7', 4) });
  link.send(ended(1, 'never given'));
  await link.next('acknowledge');
  await link.close();
  expect(await live.call('facts.get', { host: 'a' })).toMatchObject({ host: 'a', facts: factsOf('10.0.0.7', 4) });
  expect(await live.call('query', { where: 'cpu.count = 4', select: ['cpu.count', 'mem.total'] })).toEqual([
    { host: 'a', values: { 'cpu.count': 4, 'mem.total': null } },
  ]);
  expect(await live.call('query', { where: 'cpu.count = 5', select: [] })).toEqual([]);
  const again = await RawLink.open(live, a);
  again.send({ ...HELLO, lastSeq: 1, firstUnacknowledged: 2 });
  expect(await again.next('welcome')).toMatchObject({ factsHash: hash, acknowledged: 1 });
  await again.close();
});

test("a host's address is the one of its route, and stays what it first was", async () => {
  const link = await RawLink.greeted(live, b);
  link.send({ type: 'facts', hash: '2'.repeat(64), facts: factsOf('10.0.0.8', 1) });
  link.send({ type: 'facts', hash: '3'.repeat(64), facts: factsOf('10.0.0.9', 2) });
  link.send(ended(2, 'never given'));
  await link.next('acknowledge');
  await link.close();
  expect(live.inStore((database) => findHost(database, 'b' as HostName)?.address)).toBe('10.0.0.8');
  expect(await live.call('facts.get', { host: 'b' })).toMatchObject({ facts: { cpu: { count: 2 } } });
});

test('a controller that stops sends agents away, and knows afterwards what it acknowledged', async () => {
  const link = await RawLink.greeted(live, b);
  link.send(ended(3, 'never given'));
  await link.next('acknowledge');
  const stopped = live.stop();
  expect(await link.next('goAway')).toMatchObject({ spreadMs: 1_000 });
  await link.close();
  await stopped;
  await live.start();
  const again = await RawLink.open(live, b);
  again.send(HELLO);
  expect(await again.next('welcome')).toMatchObject({ acknowledged: 3 });
  await again.close();
});

function ended(seq: number, command: string) {
  return { type: 'report', seq, body: { report: 'command', command, exitCode: 0, signal: null } };
}

function factsOf(address: string, count: number) {
  const unread = { unknown: 'not read in this test' };
  return {
    agent: { version: '0.1.0', runtime: '26' },
    hostname: 'a',
    os: unread,
    kernel: unread,
    virtualisation: unread,
    cpu: { model: 'a model', count, sockets: 1, flags: [] },
    mem: unread,
    disks: unread,
    mounts: unread,
    net: { interfaces: [], address, gateway: null, nameservers: [] },
    time: unread,
    services: unread,
    packages: unread,
    hardware: unread,
    usage: unread,
  };
}
