import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretName } from '@rolecall/protocol';
import { seal } from '@rolecall/protocol/sealed-box';
import { secretMarker } from '@rolecall/protocol/secret-marker';
import { answerAsk } from './ask/index.ts';
import { Journal } from './journal/journal.ts';
import { resource } from './testing/memory.ts';
import { assignmentNamed, TestSite } from './testing/site.ts';

const setting = (name: string, value = 'on') => resource('setting', name, { value });
const sealedTo = (site: TestSite, name: string, value: string) => ({
  name: name as SecretName,
  version: 1,
  box: seal(site.sealingKey, value),
});

let site: TestSite;
beforeEach(async () => {
  site = await TestSite.start();
});
afterEach(() => site.end());

test('an assignment is accepted, done and reported', async () => {
  site.startAgent();
  await site.linked();
  const message = site.applyMessage([setting('a'), setting('b')]);
  site.controller.send(message);
  const finished = await site.controller.until(() => site.controller.finished(message.assignment));
  expect(finished).toMatchObject({
    outcome: 'changed',
    counts: { ok: 0, changed: 2, removed: 0, failed: 0, skipped: 0 },
  });
  expect(site.controller.reports.map(({ body }) => body.report)).toEqual([
    'accepted',
    'resource',
    'resource',
    'finished',
  ]);
  expect(site.fatal).toEqual([]);
});

test('a repeat is known by its id and not done again', async () => {
  site.startAgent();
  await site.linked();
  const message = site.applyMessage([setting('a')]);
  for (let i = 0; i < 3; i++) site.controller.send(message);
  await site.controller.until(() => site.controller.finished(message.assignment));
  site.memory.settings.clear();
  await site.controller.until(() => site.controller.reports.length === 3);
  site.controller.send(message);
  // Stored by the controller already, and asked for nevertheless: it gets the stored result once more.
  await site.controller.until(() => site.controller.reports.length === 4);
  expect(site.controller.reports.map(({ body }) => body.report)).toEqual([
    'accepted',
    'resource',
    'finished',
    'finished',
  ]);
  expect(site.memory.settings.size).toBe(0);
});

test('work under a lower term is refused, also after a restart', async () => {
  site.startAgent();
  await site.linked();
  site.controller.send(site.applyMessage([setting('a')], { term: 7 }));
  await site.controller.until(() => site.controller.finished(assignmentNamed(1)));
  await site.agent?.stop();
  site.startAgent();
  await site.controller.until(() => site.controller.messages('hello').length === 2);
  expect(site.controller.messages('hello').at(-1)?.term).toBe(7);
  site.controller.send(site.applyMessage([setting('b')], { assignment: assignmentNamed(2), term: 6 }));
  const refused = await site.controller.until(() => site.controller.finished(assignmentNamed(2)));
  expect(refused).toMatchObject({ outcome: 'failed', fault: { code: 'stale_term' } });
  expect(site.memory.settings.has('b')).toBe(false);
});

test("work that arrives after its time is refused, by the controller's clock", async () => {
  const hourAhead = Date.now() + 3_600_000;
  site.controller.options.welcome = { time: hourAhead };
  site.startAgent();
  await site.linked();
  site.controller.send(site.applyMessage([setting('a')], { notAfter: hourAhead - 60_000 }));
  const refused = await site.controller.until(() => site.controller.finished(assignmentNamed(1)));
  expect(refused.fault?.code).toBe('too_late');
});

test('a catalog with another hash than was asked for is refused, and so is one that is none', async () => {
  site.startAgent();
  await site.linked();
  const message = site.applyMessage([setting('a')]);
  site.controller.blobs.set(message.catalog, Buffer.from('{"schema":"rolecall/catalog/1"}'));
  site.controller.send(message);
  const wrong = await site.controller.until(() => site.controller.finished(message.assignment));
  expect(wrong.fault).toMatchObject({ code: 'catalog_refused', message: expect.stringContaining('another hash') });
  const absent = site.applyMessage([setting('b')], { assignment: assignmentNamed(2) });
  site.controller.blobs.delete(absent.catalog);
  site.controller.send(absent);
  const refused = await site.controller.until(() => site.controller.finished(absent.assignment));
  expect(refused.fault).toMatchObject({ code: 'refused', message: expect.stringContaining('404') });
});

test('work whose controller goes away before it could be fetched is taken up when that is back, until it is too late or cancelled', async () => {
  const { random } = Math;
  Math.random = () => 0.01;
  try {
    site.startAgent();
    await site.linked();
    site.controller.putOff = 0;
    const message = site.applyMessage([setting('a')]);
    site.controller.send(message);
    await site.controller.until(() => (site.controller.putOff ?? 0) > 6);
    site.controller.putOff = undefined;
    const taken = await site.controller.until(() => site.controller.finished(message.assignment));
    expect(taken).toMatchObject({ outcome: 'changed' });
    site.controller.putOff = 0;
    const soon = { assignment: assignmentNamed(2), notAfter: Date.now() + 500 };
    const late = site.applyMessage([setting('b')], soon);
    site.controller.send(late);
    const failed = await site.controller.until(() => site.controller.finished(late.assignment));
    expect(failed.fault).toMatchObject({ code: 'unreachable', message: expect.stringContaining('503') });
    const unwanted = site.applyMessage([setting('c')], { assignment: assignmentNamed(3) });
    site.controller.send(unwanted);
    site.controller.putOff = 0;
    await site.controller.until(() => (site.controller.putOff ?? 0) > 1);
    site.controller.send({ type: 'cancel', assignment: unwanted.assignment });
    const cancelled = await site.controller.until(() => site.controller.finished(unwanted.assignment));
    expect(cancelled.outcome).toBe('cancelled');
  } finally {
    Math.random = random;
  }
});

test('a secret reaches the host and nothing else: not a report, not the journal, not the log', async () => {
  const canary = 'canary-Zq81xT';
  site.startAgent();
  await site.linked();
  const marker = secretMarker('redis/password' as SecretName);
  const resources = [setting('conf', `requirepass ${marker}`), resource('command', 'sh', { argv: ['false'] })];
  site.memory.failing.set('conf', 'after');
  const message = site.applyMessage(resources, { sealed: [sealedTo(site, 'redis/password', canary)] });
  site.controller.send(message);
  await site.controller.until(() => site.controller.finished(message.assignment));
  expect(site.memory.settings.get('conf')).toBe(`requirepass ${canary}`);
  expect(JSON.stringify([site.controller.received, site.lines])).not.toContain(canary);
  const journal = Journal.open(`${site.settings.stateFolder}/journal`, { reserveBytes: 4096 });
  expect(JSON.stringify(journal.state)).not.toContain(canary);
});

test('a secret that was sealed to another host fails with what to do', async () => {
  const other = await TestSite.start();
  site.startAgent();
  await site.linked();
  const value = secretMarker('x' as SecretName);
  site.controller.send(site.applyMessage([setting('a', value)], { sealed: [sealedTo(other, 'x', 'value-of-x')] }));
  const finished = await site.controller.until(() => site.controller.finished(assignmentNamed(1)));
  expect(finished.fault).toMatchObject({ code: 'secret_unreadable', hint: expect.any(String) });
  await other.end();
});

test('assignments are done one at a time, in the order in which they came', async () => {
  site.startAgent();
  await site.linked();
  const slow = (name: string) => [resource('command', 'true'), setting(name)];
  for (let i = 1; i <= 5; i++) {
    site.controller.send(site.applyMessage(slow(`s${i}`), { assignment: assignmentNamed(i) }));
    await site.controller.until(() => site.controller.reports.some(({ body }) => body.report === 'accepted'));
  }
  await site.controller.until(() => site.controller.finished(assignmentNamed(5)));
  const order = site.memory.log.filter((line) => line.startsWith('set'));
  expect(order).toEqual(['set s1', 'set s2', 'set s3', 'set s4', 'set s5']);
});

test('a plan is answered and touches nothing; a question is answered in its order, with secrets filled in', async () => {
  site.startAgent();
  await site.linked();
  const { catalog } = site.applyMessage([setting('a'), resource('service', 'db', { restartOn: ['setting:a'] })]);
  const instance = 'redis@db-1' as never;
  site.controller.send({ type: 'plan', id: 'p1', instance, catalog, sealed: [], simulate: false });
  const [planned] = await site.controller.until(() => {
    const all = site.controller.messages('planned');
    return all.length > 0 && all;
  });
  expect(planned?.changes.map((change) => change.key)).toEqual(['a', 'db']);
  expect(site.memory.log).toEqual([]);
  const redis = {
    ask: 'redis' as const,
    port: 1,
    words: ['PING'],
    password: secretMarker('x' as SecretName),
    timeoutMs: 100,
  };
  const asks = [{ ask: 'tcp' as const, port: 1, timeoutMs: 100 }, redis];
  site.controller.send({ type: 'question', id: 'q1', asks, sealed: [sealedTo(site, 'x', 'value-of-x')] });
  const [answers] = await site.controller.until(() => {
    const all = site.controller.messages('answers');
    return all.length > 0 && all;
  });
  expect(answers?.answers).toEqual([
    { is: 'value', value: 'tcp' },
    { is: 'value', value: 'value-of-x' },
  ]);
});

test('a plan that is larger than what may wait for a slow link comes whole, over that link', async () => {
  site.startAgent();
  await site.linked();
  const large = Array.from({ length: 800 }, (_, i) => resource('setting', `s${i}`, { value: 'x'.repeat(20_000) }));
  const { catalog } = site.applyMessage(large);
  const instance = 'redis@db-1' as never;
  site.controller.send({ type: 'plan', id: 'p1', instance, catalog, sealed: [], simulate: false });
  await site.controller.until(() => site.controller.messages('planned').length > 0);
  site.controller.freeze();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  site.controller.thaw();
  const parts = await site.controller.until(() => {
    const all = site.controller.messages('planned');
    return all.at(-1)?.last === true && all;
  });
  expect(parts.flatMap(({ changes }) => changes.map(({ key }) => key))).toEqual(large.map(({ key }) => key));
  expect(parts.filter(({ fault }) => fault !== undefined)).toEqual([]);
  expect(site.controller.links).toBe(1);
});

test('a secret that came once leaves the host in no later answer and no output, also after a restart', async () => {
  const canary = 'CANARY-9d1e';
  site.startAgent({ answerAsk });
  await site.linked();
  const file = join(site.settings.settingsFolder, 'app.conf');
  writeFileSync(file, `password ${canary}\n`);
  const asks = [{ ask: 'file' as const, path: file }];
  const answered = async (count: number) =>
    JSON.stringify((await site.controller.until(() => site.controller.messages('answers')[count - 1])).answers);
  site.controller.send({ type: 'question', id: 'q1', asks, sealed: [sealedTo(site, 'x', canary)] });
  expect(await answered(1)).toContain('password ***');
  await site.agent?.stop();
  site.startAgent({ answerAsk });
  await site.controller.until(() => site.controller.messages('hello').length === 2);
  site.controller.send({ type: 'question', id: 'q2', asks, sealed: [] });
  expect(await answered(2)).toContain('password ***');
  const argv = ['cat', file];
  site.controller.send({ type: 'command', command: 'c9', argv, tty: false, timeoutMs: 5000 });
  const shown = await site.controller.until(() => site.controller.output.get('stdout c9'));
  expect(shown.toString()).toBe('password ***\n');
});

test('an ad-hoc command streams its output and reports its end once', async () => {
  site.startAgent();
  await site.linked();
  const message = {
    type: 'command' as const,
    command: 'c1',
    argv: ['sh', '-c', 'echo one; echo two >&2; exit 3'],
    tty: false,
    timeoutMs: 5000,
  };
  site.controller.send(message);
  site.controller.send(message);
  const report = await site.controller.until(() => site.controller.reports.at(0)?.body);
  expect(report).toEqual({ report: 'command', command: 'c1', exitCode: 3, signal: null });
  await site.controller.until(() => site.controller.output.get('stderr c1')?.toString() === 'two\n');
  expect(site.controller.output.get('stdout c1')?.toString()).toBe('one\n');
  expect(site.controller.reports).toHaveLength(1);
});

test('much output arrives whole over a link that is cut again and again', async () => {
  site.startAgent();
  await site.linked();
  const script =
    'i=0; while [ $i -lt 60 ]; do head -c 50000 /dev/zero | tr "\\0" "x"; echo $i; i=$((i+1)); sleep 0.02; done';
  site.controller.send({ type: 'command', command: 'c2', argv: ['sh', '-c', script], tty: false, timeoutMs: 30_000 });
  const cutting = setInterval(() => site.controller.cut(), 300);
  await site.controller.until(() => site.controller.reports.length === 1, 30_000);
  clearInterval(cutting);
  const whole = site.commands.started.get('c2')?.output.stdout ?? Buffer.alloc(0);
  await site.controller.until(() => site.controller.output.get('stdout c2')?.length === whole.length);
  expect(site.controller.output.get('stdout c2')?.equals(whole)).toBe(true);
  expect(site.controller.links).toBeGreaterThan(2);
});

test('a full disk stops changes and is said over the link', async () => {
  // Where this folder is, no reserve can be put in place.
  mkdirSync(`${site.settings.stateFolder}/journal/reserve/taken`, { recursive: true });
  site.startAgent({ journal: { reserveBytes: 8192 } });
  await site.linked();
  site.controller.send(site.applyMessage([setting('a')]));
  const finished = await site.controller.until(() => site.controller.finished(assignmentNamed(1)));
  expect(finished).toMatchObject({ outcome: 'failed', fault: { code: 'disk_full', hint: expect.any(String) } });
  expect(site.memory.settings.size).toBe(0);
});

test('cancelled, an assignment stops between two resources and says so', async () => {
  site.startAgent();
  await site.linked();
  const message = site.applyMessage([resource('command', 'sleep'), setting('a')]);
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { command } = site.memory.providers;
  await site.agent?.stop();
  let begun = false;
  const write = () => {
    begun = true;
    return held;
  };
  const slow = { ...command, write } as NonNullable<typeof command>;
  site.startAgent({ providers: { ...site.memory.providers, command: slow } });
  await site.controller.until(() => site.controller.messages('hello').length === 2);
  site.controller.send(message);
  await site.controller.until(() => begun);
  site.controller.send({ type: 'cancel', assignment: message.assignment });
  site.controller.send({ type: 'cancel', assignment: assignmentNamed(9) });
  await site.controller.until(() => site.controller.finished(assignmentNamed(9)));
  release();
  const finished = await site.controller.until(() => site.controller.finished(message.assignment));
  expect(finished).toMatchObject({
    outcome: 'cancelled',
    counts: { ok: 0, changed: 1, removed: 0, failed: 0, skipped: 1 },
  });
});
