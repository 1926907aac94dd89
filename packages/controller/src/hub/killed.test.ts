import { addCommand } from '../store/commands.ts';
import { ControllerProcess } from '../testing/controller-process.ts';
import { enrolled, HELLO, RawLink } from '../testing/live-agent.ts';
import { type Certified, LiveController } from '../testing/live-controller.ts';

let live: LiveController;
let shown: Certified;
let host: Awaited<ReturnType<typeof enrolled>>['host'];
const REPORTS = 200;
beforeEach(async () => {
  live = await LiveController.open();
  ({ host, ...shown } = await enrolled(live, 'a'));
  live.inStore((database) => {
    for (let i = 1; i <= REPORTS; i++) addCommand(database, { id: `c${i}`, host, operator: 'admin', argv: ['true'] });
    // Every time that a report is stored, its number is noted.
    database.exec(`
      CREATE TABLE stored (seq INTEGER);
      CREATE TRIGGER note_update AFTER UPDATE ON report_mark BEGIN INSERT INTO stored VALUES (NEW.seq); END;
      CREATE TRIGGER note_insert AFTER INSERT ON report_mark WHEN NEW.seq > 0 BEGIN INSERT INTO stored VALUES (NEW.seq); END;
    `);
  });
  await live.stop();
});
afterEach(() => live.close());

const stored = () =>
  live
    .inStore((database) => database.all<{ seq: number }>('SELECT seq FROM stored ORDER BY rowid'))
    .map(({ seq }) => seq);
const endedCommands = () =>
  live.inStore((database) => database.all('SELECT id FROM command WHERE ended IS NOT NULL')).length;
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);
const greeting = (acknowledged: number, lastSeq: number) => ({ lastSeq, firstUnacknowledged: acknowledged + 1 });
const reportOf = (seq: number) => ({
  type: 'report',
  seq,
  body: { report: 'command', command: `c${seq}`, exitCode: 0, signal: null },
});

test('killed between commit and acknowledgement: the report is there once, and what came after it is not lost', async () => {
  const dying = await ControllerProcess.start(live, 3);
  const link = await RawLink.greeted(dying, shown, greeting(0, 5));
  for (const seq of upTo(3)) link.send(reportOf(seq));
  expect(await dying.ended()).toBe('SIGKILL');
  expect(stored()).toEqual([1, 2, 3]);
  const next = await ControllerProcess.start(live);
  try {
    // The agent heard of two at most, and sends everything after them again.
    const again = await RawLink.open(next, shown);
    again.send({ ...HELLO, ...greeting(2, 5) });
    expect((await again.next('welcome')).acknowledged).toBe(3);
    for (const seq of [3, 4, 5]) again.send(reportOf(seq));
    while ((await again.next('acknowledge')).seq < 5);
    again.cut();
  } finally {
    await next.kill();
  }
  expect([stored(), endedCommands()]).toEqual([upTo(5), 5]);
}, 30_000);

/** Five reports every other millisecond, so that many are on their way when the controller dies. */
function sendSlowly(link: RawLink, acknowledged: number): NodeJS.Timeout {
  let seq = acknowledged;
  return setInterval(() => {
    for (let i = 0; i < 5 && seq < REPORTS; i++) link.send(reportOf(++seq));
  }, 2);
}

test('killed again and again under load: what was acknowledged is there, and everything once', async () => {
  let acknowledged = 0;
  let deaths = 0;
  for (let round = 0; acknowledged < REPORTS && round < 40; round++) {
    const controller = await ControllerProcess.start(live);
    const link = await RawLink.greeted(controller, shown, greeting(acknowledged, REPORTS));
    const sending = sendSlowly(link, acknowledged);
    const enough = acknowledged + 20 + Math.random() * 60;
    try {
      while (acknowledged < Math.min(enough, REPORTS)) acknowledged = (await link.next('acknowledge')).seq;
    } finally {
      clearInterval(sending);
    }
    if ((await controller.kill()) === 'SIGKILL') deaths++;
    expect(stored().length).toBeGreaterThanOrEqual(acknowledged);
    expect(stored()).toEqual(upTo(stored().length));
  }
  expect([acknowledged, deaths > 1]).toEqual([REPORTS, true]);
  expect([stored(), endedCommands()]).toEqual([upTo(REPORTS), REPORTS]);
}, 120_000);
