import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssignmentId, Report } from '@rolecall/protocol';
import fc from 'fast-check';
import { AgentError } from '../error.ts';
import { Journal, type JournalOptions } from './journal.ts';

const small: JournalOptions = { reserveBytes: 4096 };
const tiny: JournalOptions = { ...small, segmentBytes: 600 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ended = (command: string): Report => ({ report: 'command', command, exitCode: 0, signal: null });
const segments = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.journal'))
    .sort();
const reportsOf = (journal: Journal, after = 0) => journal.read(journal.cursorAfter(after), 1e9).reports;

test('what was synced is read again, in order, with its numbers', async () => {
  const journal = Journal.open(folder, small);
  const seqs = ['a', 'b', 'c'].map((name) => journal.report(ended(name)));
  await journal.sync();
  await journal.close();
  const again = Journal.open(folder, small);
  expect(seqs).toEqual([1, 2, 3]);
  expect(reportsOf(again)).toEqual([1, 2, 3].map((seq, i) => ({ seq, body: ended('abc'.charAt(i)) })));
  expect(again.state.epoch).toBe(journal.state.epoch);
});

test('a report is not given out for sending before it is durable', async () => {
  const journal = Journal.open(folder, small);
  journal.report(ended('a'));
  expect(reportsOf(journal)).toEqual([]);
  await journal.sync();
  expect(reportsOf(journal)).toHaveLength(1);
});

test('waiting for several records costs one sync', async () => {
  let syncs = 0;
  const disk = {
    write: (file: number, bytes: Uint8Array, position: number) => writeSync(file, bytes, 0, bytes.length, position),
    sync: async () => {
      syncs++;
    },
  };
  const journal = Journal.open(folder, { ...small, disk });
  const waits = Array.from({ length: 50 }, (_, i) => {
    journal.report(ended(`c${i}`));
    return journal.sync();
  });
  await Promise.all(waits);
  expect(syncs).toBeLessThanOrEqual(2);
});

test('cut at any byte of the last segment, every record that was whole is there and the journal goes on', async () => {
  const journal = Journal.open(folder, small);
  const sizes: number[] = [statSync(join(folder, '00000001.journal')).size];
  for (const name of ['a', 'b', 'c', 'd']) {
    journal.report(ended(name));
    sizes.push(statSync(join(folder, '00000001.journal')).size);
  }
  await journal.close();
  const whole = readFileSync(join(folder, '00000001.journal'));
  for (let cut = sizes[0] ?? 0; cut <= whole.length; cut++) {
    const copy = mkdtempSync(join(tmpdir(), 'journal-cut-'));
    writeFileSync(join(copy, '00000001.journal'), whole.subarray(0, cut));
    const again = Journal.open(copy, small);
    const kept = sizes.filter((size) => size <= cut).length - 1;
    expect([cut, again.state.lastSeq]).toEqual([cut, kept]);
    expect(again.report(ended('next'))).toBe(kept + 1);
    await again.close();
    const third = Journal.open(copy, small);
    expect(reportsOf(third).map((report) => report.seq)).toEqual(Array.from({ length: kept + 1 }, (_, i) => i + 1));
    await third.close();
    rmSync(copy, { recursive: true });
  }
});

test('killed anywhere among random appends, syncs and acknowledgements, no synced and unacknowledged report is missing', async () => {
  const step = fc.oneof(fc.constant('report' as const), fc.constant('sync' as const), fc.integer({ min: 0, max: 40 }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(1_000), async (steps, cutAt) => {
      rmSync(folder, { recursive: true, force: true });
      const journal = Journal.open(folder, tiny);
      let synced = 0;
      let syncedBytes = 0;
      let lastFile = '';
      for (const next of steps) {
        if (next === 'report') journal.report(ended(`command-${journal.state.lastSeq + 1}`));
        else if (next === 'sync') await journal.sync();
        else journal.acknowledge(next);
        if (next === 'report') continue;
        synced = next === 'sync' ? journal.state.lastSeq : synced;
        lastFile = segments().at(-1) ?? '';
        syncedBytes = next === 'sync' ? statSync(join(folder, lastFile)).size : syncedBytes;
      }
      const acknowledged = journal.state.acknowledged;
      const last = segments().at(-1) ?? '';
      const size = statSync(join(folder, last)).size;
      const safe = last === lastFile ? syncedBytes : size;
      const image = `${folder}-image`;
      mkdirSync(image);
      for (const name of segments()) copyFileSync(join(folder, name), join(image, name));
      await journal.close();
      truncateSync(join(image, last), Math.floor(Math.min(size, safe) + (cutAt / 1_000) * Math.max(0, size - safe)));
      const again = Journal.open(image, tiny);
      const left = reportsOf(again, acknowledged).map((report) => report.seq);
      const wanted = Array.from({ length: Math.max(0, synced - acknowledged) }, (_, i) => acknowledged + 1 + i);
      expect(left.slice(0, wanted.length)).toEqual(wanted);
      await again.close();
      rmSync(image, { recursive: true });
    }),
    { numRuns: 60 },
  );
});

test('a flipped bit in an earlier segment stops the agent and keeps the file', async () => {
  const journal = Journal.open(folder, tiny);
  for (let i = 0; i < 30; i++) journal.report(ended(`c${i}`));
  await journal.close();
  expect(segments().length).toBeGreaterThan(2);
  const first = join(folder, segments()[0] ?? '');
  const bytes = readFileSync(first);
  bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 4;
  writeFileSync(first, bytes);
  expect(() => Journal.open(folder, tiny)).toThrow(expect.objectContaining({ code: 'journal_damaged' }));
  expect(readFileSync(first)).toEqual(bytes);
});

test('a segment whose head was not whole is dropped: the one before it goes on', async () => {
  const journal = Journal.open(folder, tiny);
  journal.report(ended('a'));
  await journal.close();
  writeFileSync(join(folder, '00000002.journal'), Buffer.from([0, 0, 1]));
  const again = Journal.open(folder, tiny);
  expect(again.report(ended('b'))).toBe(2);
  await again.close();
  expect(segments()).toEqual(['00000001.journal']);
});

test('segments are freed once what they hold is acknowledged, and nothing else is lost with them', async () => {
  const journal = Journal.open(folder, tiny);
  const assignment = 'r-2026/redis@db-1/converge/1' as AssignmentId;
  const sha = 'ab'.repeat(32);
  const message = { type: 'apply', assignment, catalog: sha, sealed: [], term: 7, notAfter: 1 };
  journal.append({ is: 'assigned', message: message as never });
  for (let i = 0; i < 40; i++) journal.report(ended(`c${i}`));
  await journal.sync();
  const before = segments().length;
  journal.acknowledge(40);
  expect(segments().length).toBeLessThan(before);
  await journal.close();
  const again = Journal.open(folder, tiny);
  expect(again.state).toMatchObject({ lastSeq: 40, acknowledged: 40, term: 7, epoch: journal.state.epoch });
  expect(again.state.active.map((work) => work.message.assignment)).toEqual([assignment]);
});

test('reports are read piece by piece across segments, each once', async () => {
  const journal = Journal.open(folder, tiny);
  for (let i = 0; i < 50; i++) journal.report(ended(`c${i}`));
  await journal.sync();
  const seen: number[] = [];
  let cursor = journal.cursorAfter(7);
  for (let more = true; more; ) {
    const piece = journal.read(cursor, 150);
    seen.push(...piece.reports.map((report) => report.seq));
    cursor = piece.cursor;
    more = piece.reports.length > 0;
  }
  expect(seen).toEqual(Array.from({ length: 43 }, (_, i) => i + 8));
});

test('on a full disk the reserve takes the report of it, and the journal says that it is full until there is room', async () => {
  let room = Number.POSITIVE_INFINITY;
  const disk = {
    write(file: number, bytes: Uint8Array, position: number) {
      const held = readdirSync(folder).includes('reserve');
      if (room <= 0 && held) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      return writeSync(file, bytes, 0, bytes.length, position);
    },
    sync: async () => {},
  };
  const journal = Journal.open(folder, { ...small, disk });
  expect(journal.isFull()).toBe(false);
  room = 0;
  journal.report(ended('full'));
  await journal.sync();
  expect(reportsOf(journal)).toHaveLength(1);
  expect(readdirSync(folder)).not.toContain('reserve');
  room = 1;
  expect(journal.isFull()).toBe(false);
  expect(readdirSync(folder)).toContain('reserve');
});

test('a failing disk ends the agent: nothing is promised after it', async () => {
  const disk = {
    write: (file: number, bytes: Uint8Array, position: number) => writeSync(file, bytes, 0, bytes.length, position),
    sync: () => Promise.reject(Object.assign(new Error('input/output error'), { code: 'EIO' })),
  };
  const journal = Journal.open(folder, { ...small, disk });
  journal.report(ended('a'));
  await expect(journal.sync()).rejects.toThrow(AgentError);
  expect(reportsOf(journal)).toEqual([]);
});

test('a new epoch counts from 1 and remembers what is not a matter of numbers', async () => {
  const journal = Journal.open(folder, small);
  journal.report(ended('a'));
  const before = journal.state.epoch;
  journal.startEpoch();
  expect(journal.state.epoch).not.toBe(before);
  expect(journal.report(ended('b'))).toBe(1);
  await journal.sync();
  expect(reportsOf(journal).map((report) => report.body)).toEqual([ended('b')]);
  expect(journal.state.endedCommands).toEqual(['a', 'b']);
  await journal.close();
});
