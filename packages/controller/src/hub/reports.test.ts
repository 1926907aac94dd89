import { encodeOutput, type HostName, type OutputChunk } from '@rolecall/protocol';
import { addCommand } from '../store/commands.ts';
import { readOutput } from '../store/output.ts';
import { enrolled, HELLO, RawLink } from '../testing/live-agent.ts';
import { type Certified, LiveController } from '../testing/live-controller.ts';

let live: LiveController;
let names = 0;
let name: string;
let host: Certified;
beforeAll(async () => {
  live = await LiveController.open();
});
beforeEach(async () => {
  name = `host-${++names}`;
  host = await enrolled(live, name);
});
afterAll(() => live.close());

const commandEnded = (seq: number, command: string, exitCode = 0) => ({
  type: 'report',
  seq,
  body: { report: 'command', command, exitCode, signal: null },
});
const exitCodeOf = (command: string) =>
  live.inStore(
    (database) => database.get<{ exit_code: number }>('SELECT exit_code FROM command WHERE id = ?', command)?.exit_code,
  );
const given = (id: string, to = name) =>
  live.inStore((database) => addCommand(database, { id, host: to as HostName, operator: 'ann', argv: ['true'] }));
const piece = (of: string, offset: number, text: string, stream: OutputChunk['stream'] = 'stdout') =>
  encodeOutput({ of, stream, offset, bytes: Buffer.from(text) });
const outputOf = (of: string, stream = 'stdout') =>
  live
    .inStore((database) =>
      Buffer.concat([...readOutput(database, of)].filter((one) => one.stream === stream).map(({ bytes }) => bytes)),
    )
    .toString();

test('a gap in the reports ends the link, and nothing after it is stored', async () => {
  given('gap');
  const link = await RawLink.greeted(live, host);
  link.send(commandEnded(2, 'gap'));
  expect(await link.ended).toEqual({ code: 4409, reason: 'report 1 is missing before 2' });
  expect(exitCodeOf('gap')).toBeNull();
  const again = await RawLink.open(live, host);
  again.send({ ...HELLO, lastSeq: 2 });
  expect(await again.next('welcome')).toMatchObject({ acknowledged: 0 });
  await again.close();
});

test('a report that is sent again is acknowledged again and stored once', async () => {
  given('repeat');
  const link = await RawLink.greeted(live, host);
  link.send(commandEnded(1, 'repeat', 7));
  link.send(commandEnded(1, 'repeat', 8));
  expect([await link.next('acknowledge'), await link.next('acknowledge')]).toMatchObject([{ seq: 1 }, { seq: 1 }]);
  await link.close();
  const again = await RawLink.greeted(live, host, { lastSeq: 1 });
  again.send(commandEnded(1, 'repeat', 9));
  expect(await again.next('acknowledge')).toMatchObject({ seq: 1 });
  expect(exitCodeOf('repeat')).toBe(7);
  await again.close();
});

test('a thousand reports at once are all acknowledged, in their order', async () => {
  const link = await RawLink.greeted(live, host);
  for (let seq = 1; seq <= 1_000; seq++) link.send(commandEnded(seq, 'unknown'));
  for (let seq = 1; seq <= 1_000; seq++) expect((await link.next('acknowledge')).seq).toBe(seq);
  await link.close();
});

test('a journal begun anew is followed from where it begins', async () => {
  const link = await RawLink.greeted(live, host);
  link.send(commandEnded(1, 'unknown'));
  await link.next('acknowledge');
  await link.close();
  const again = await RawLink.open(live, host);
  again.send({ ...HELLO, epoch: 'epoch-2' });
  expect(await again.next('welcome')).toMatchObject({ acknowledged: 0 });
  again.send(commandEnded(1, 'unknown'));
  expect(await again.next('acknowledge')).toMatchObject({ seq: 1 });
  await again.close();
});

test('reports that an agent has forgotten and this store never had are in the audit as lost', async () => {
  const link = await RawLink.open(live, host);
  link.send({ ...HELLO, lastSeq: 5, firstUnacknowledged: 6 });
  expect(await link.next('welcome')).toMatchObject({ acknowledged: 5 });
  const entries = await live.call<{ verb: string; operator: string; subject: string }[]>('audit.list', { limit: 10 });
  expect(entries).toContainEqual(
    expect.objectContaining({ verb: 'reports.lost', operator: `host ${name}`, subject: 'epoch-1 1 to 5' }),
  );
  await link.close();
});

test("a report on another host's work ends the link and changes nothing", async () => {
  given('theirs', 'host-1');
  const link = await RawLink.greeted(live, host);
  link.send(commandEnded(1, 'theirs'));
  expect(await link.ended).toEqual({ code: 4403, reason: `that work was not given to ${name}` });
  expect(exitCodeOf('theirs')).toBeNull();
  const again = await RawLink.greeted(live, host);
  again.send({
    type: 'report',
    seq: 1,
    body: { report: 'accepted', assignment: 'run-1/use@host-1/converge/1' },
  });
  expect((await again.ended).code).toBe(4403);
});

test("output of another host's command is refused and not stored", async () => {
  given('theirs-too', 'host-1');
  const link = await RawLink.greeted(live, host);
  link.sendBytes(piece('theirs-too', 0, 'false words'));
  expect((await link.ended).code).toBe(4403);
  expect(outputOf('theirs-too')).toBe('');
});

test('a binary frame that is no output ends the link', async () => {
  const link = await RawLink.greeted(live, host);
  link.sendBytes(Buffer.from('no output'));
  expect(await link.ended).toEqual({ code: 4400, reason: 'malformed: a binary frame that is no output' });
});

test('output with repeats, overlaps and gaps ends whole, each stream for itself', async () => {
  given('talks');
  const link = await RawLink.greeted(live, host);
  link.sendBytes(piece('talks', 0, 'abc'));
  link.sendBytes(piece('talks', 0, 'abc'));
  link.sendBytes(piece('talks', 1, 'bcde'));
  link.sendBytes(piece('talks', 0, 'uh', 'stderr'));
  link.sendBytes(piece('talks', 8, 'ijk'));
  link.sendBytes(piece('talks', 11, 'lmn'));
  expect(await link.next('outputHeld')).toEqual({ type: 'outputHeld', of: 'talks', stream: 'stdout', bytes: 5 });
  for (const [offset, text] of [
    [5, 'fgh'],
    [8, 'ijk'],
    [11, 'lmn'],
  ] as const) {
    link.sendBytes(piece('talks', offset, text));
  }
  link.send(commandEnded(1, 'talks'));
  await link.next('acknowledge');
  expect([outputOf('talks'), outputOf('talks', 'stderr')]).toEqual(['abcdefghijklmn', 'uh']);
  await link.close();
});

test('whoever runs a command sees its output once and its end, over the loss of the link in between', async () => {
  const link = await RawLink.greeted(live, host);
  const asked = live.ask('POST', '/api/command.run', {
    headers: { authorization: `Bearer ${live.operator}` },
    body: JSON.stringify({ where: name, argv: ['say', 'something'], tty: false, timeoutMs: 5_000 }),
  });
  const { command, argv } = await link.next('command');
  expect(argv).toEqual(['say', 'something']);
  link.sendBytes(piece(command, 0, 'some'));
  await link.close();
  const again = await RawLink.greeted(live, host);
  again.sendBytes(piece(command, 0, 'something'));
  again.send(commandEnded(1, command, 3));
  await again.next('acknowledge');
  const events = (await asked).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { is: string; bytes?: string });
  expect(events.map(({ is }) => is)).toEqual(['started', 'output', 'output', 'ended']);
  const said = events.map(({ bytes = '' }) => Buffer.from(bytes, 'base64').toString()).join('');
  expect(said).toBe('something');
  expect(events.at(-1)).toMatchObject({ is: 'ended', host: name, exitCode: 3 });
  await again.close();
});
