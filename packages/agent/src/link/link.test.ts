import { readFileSync } from 'node:fs';
import { REVISION } from '@rolecall/protocol';
import type { HostLink } from '@rolecall/resources';
import fc from 'fast-check';
import { resource } from '../testing/memory.ts';
import { assignmentNamed, TestSite } from '../testing/site.ts';

const setting = (name: string) => resource('setting', name, { value: 'on' });
const settings = (attempt: number) =>
  Array.from({ length: 20 }, (_, i) => resource('setting', `s${i}`, { value: String(attempt) }));

let site: TestSite;
beforeEach(async () => {
  site = await TestSite.start();
});
afterEach(() => site.end());

test('hello says which revisions, which journal and where it stands', async () => {
  site.startAgent();
  await site.linked();
  expect(site.controller.messages('hello')[0]).toMatchObject({
    revision: REVISION,
    lastSeq: 0,
    firstUnacknowledged: 1,
    term: 0,
    active: [],
  });
});

/** The link as a provider of a running agent sees it. */
async function seenLink(): Promise<HostLink | undefined> {
  let seen: HostLink | undefined;
  const provider: typeof site.memory.setting = {
    ...site.memory.setting,
    read: (host, wanted) => {
      seen = host.link;
      return site.memory.setting.read(host, wanted);
    },
  };
  site.startAgent({ providers: { setting: provider } });
  await site.linked();
  site.controller.send(site.applyMessage([setting('one')]));
  await site.controller.until(() => site.controller.finished(assignmentNamed(1)));
  return seen;
}

test('a reconnect answers once there is a new link, and says in a file when that was', async () => {
  const link = await seenLink();
  const witness = () => Number(readFileSync(link?.witness ?? '', 'utf8'));
  const [before, links] = [witness(), site.controller.links];
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await link?.reconnect(10_000)).toBe(true);
  expect(site.controller.links).toBe(links + 1);
  expect(witness()).toBeGreaterThan(before);
});

test('a reconnect that nobody welcomes says so at its limit', async () => {
  const link = await seenLink();
  site.controller.options.welcome = { revision: 99 };
  expect(await link?.reconnect(300)).toBe(false);
});

test('cut at random points, every report arrives exactly once and in order', async () => {
  site.startAgent();
  await site.linked();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(60), { minLength: 2, maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      async (pauses, acknowledged) => {
        const before = site.controller.reports.length;
        site.controller.options.onReport = (seq) => acknowledged[seq % acknowledged.length] ?? true;
        const attempt = before + 1;
        site.controller.send(site.applyMessage(settings(attempt), { assignment: assignmentNamed(attempt) }));
        for (const pause of pauses) {
          await new Promise((resolve) => setTimeout(resolve, pause));
          site.controller.cut();
        }
        site.controller.options.onReport = () => true;
        await site.controller.until(() => site.controller.finished(assignmentNamed(attempt)) ?? resend(attempt));
        const seqs = site.controller.reports.map(({ seq }) => seq);
        expect(seqs).toEqual(seqs.map((_, i) => i + 1));
        expect(site.controller.reports.length - before).toBe(22);
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
}, 60_000);

/** As a controller does when a host is back: durable work is sent again. */
function resend(attempt: number): false {
  site.controller.send(site.applyMessage(settings(attempt), { assignment: assignmentNamed(attempt) }));
  return false;
}

test.each([
  ['an unknown message', '{"type":"selfDestruct"}', 4400, 'unknown_type'],
  ['a malformed one', '{"type":"acknowledge","seq":"one"}', 4400, 'malformed'],
  ['no JSON at all', 'hello?', 4400, 'not JSON'],
  ['one that is nested too deep', '['.repeat(40), 4400, 'nested'],
  ['a frame of 10 MB', 'x'.repeat(10 * 1024 * 1024), 1009, ''],
])('%s closes the link with a reason, and the agent comes back', async (_, text, code, reason) => {
  site.startAgent();
  await site.linked();
  site.controller.sendText(text);
  const closed = await site.controller.until(() => site.controller.closes[0]);
  expect(closed.code).toBe(code);
  expect(closed.reason).toContain(reason);
  await site.controller.until(() => site.controller.messages('hello').length === 2);
  const message = site.applyMessage([setting('a')]);
  site.controller.send(message);
  await site.controller.until(() => site.controller.finished(message.assignment));
  expect(site.fatal).toEqual([]);
});

test('a binary frame from the controller closes the link', async () => {
  site.startAgent();
  await site.linked();
  site.controller.sendText(Buffer.from([1, 2, 3]));
  expect((await site.controller.until(() => site.controller.closes[0])).code).toBe(4400);
});

test('a link that says nothing is dropped after three beats and made again', async () => {
  site.startAgent();
  await site.linked();
  await site.controller.until(() => site.controller.messages('beat').length > 0);
  site.controller.freeze();
  await site.controller.until(() => site.controller.links === 2, 15_000);
  expect(site.lines.join('\n')).toContain('nothing was heard');
});

test('told to go away, it leaves and comes back within the spread', async () => {
  site.startAgent();
  await site.linked();
  site.controller.send({ type: 'goAway', spreadMs: 300 });
  expect((await site.controller.until(() => site.controller.closes[0])).code).toBe(1000);
  await site.controller.until(() => site.controller.links === 2, 2_000);
});

test('a controller that holds more than the journal gets a new epoch', async () => {
  site.controller.options.welcome = { acknowledged: 17 };
  site.startAgent();
  await site.linked();
  expect((await site.controller.until(() => site.controller.closes[0])).code).toBe(4409);
  site.controller.options.welcome = {};
  await site.controller.until(() => site.controller.messages('hello').length === 2);
  const [first, second] = site.controller.messages('hello');
  expect(second?.epoch).not.toBe(first?.epoch);
});

test('a controller with a certificate of another authority is not believed', async () => {
  const other = await TestSite.start();
  site.startAgent({ settings: { ...site.settings, controller: other.controller.url } });
  await site.controller.until(() => site.lines.some((line) => line.includes('the link failed')));
  expect(other.controller.links).toBe(0);
  await other.end();
});

test('a revision that is not spoken here closes the link', async () => {
  site.controller.options.welcome = { revision: REVISION.max + 1 };
  site.startAgent();
  await site.linked();
  expect((await site.controller.until(() => site.controller.closes[0])).code).toBe(4406);
});
