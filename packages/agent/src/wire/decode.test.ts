import { type Decoded, decode, MAX_FRAME_BYTES, MAX_JSON_DEPTH, ToAgent } from '@rolecall/protocol';
import fc from 'fast-check';
import { mangled } from '../testing/mangled.ts';
import { decodeToAgent } from './decode.ts';

const sha = 'ab'.repeat(32);
const assignment = 'r-2026/redis@db-1/converge/1';
const box = { name: 'redis/password', version: 1, box: 'AAAA' };
const messages = [
  {
    type: 'welcome',
    revision: 1,
    host: 'db-1',
    acknowledged: 0,
    factsHash: null,
    heartbeatMs: 15000,
    spreadMs: 5000,
    time: 1.5,
  },
  { type: 'acknowledge', seq: 3 },
  { type: 'plan', id: 'p1', instance: 'redis@db-1', catalog: sha, sealed: [box], simulate: false },
  { type: 'apply', assignment, catalog: sha, sealed: [], term: 4, notAfter: 1e12 },
  { type: 'cancel', assignment },
  {
    type: 'question',
    id: 'q',
    sealed: [],
    asks: [
      { ask: 'tcp', port: 6379 },
      { ask: 'redis', port: 1, words: ['PING'] },
    ],
  },
  { type: 'command', command: 'c1', argv: ['true'], tty: false, timeoutMs: 5000 },
  { type: 'gather' },
  { type: 'outputHeld', of: 'c1', stream: 'stdout', bytes: 0 },
  { type: 'certificate', certificate: '-----BEGIN CERTIFICATE-----' },
  { type: 'goAway', spreadMs: 1000 },
];

/** What was read, or why it was not: the words of the two ends differ, the reasons may not. */
const gist = (read: Decoded<unknown>): unknown => (read.ok ? read.message : read.reason);

test.each(messages)('$type is read as the schema reads it', (message) => {
  const text = JSON.stringify(message);
  const read = decodeToAgent(text);
  expect(read.ok).toBe(true);
  expect(read).toEqual(decode(ToAgent, text));
});

test('a mangled message is read, or refused for the same reason, as the schema does', () => {
  fc.assert(
    fc.property(mangled(messages), (message) => {
      const text = JSON.stringify(message);
      expect([text, gist(decodeToAgent(text))]).toEqual([text, gist(decode(ToAgent, text))]);
    }),
    { numRuns: 2000 },
  );
});

const asks = (...all: readonly object[]) => ({ type: 'question', id: 'q', sealed: [], asks: all });

test.each([
  ['a type of which no text can be made', '{"type":{"toString":false},"seq":3}', 'unknown_type'],
  ['a type within a list', '{"type":["gather"]}', 'unknown_type'],
  ['no type', '{"seq":3}', 'unknown_type'],
  ['a list', '[]', 'malformed'],
  ['a key named __proto__', '{"type":"gather","__proto__":{}}', 'malformed'],
  ['a key named __proto__ by an escape', '{"type":"gather","\\u005f_proto__":{}}', 'malformed'],
  ['an address that is no URL', JSON.stringify(asks({ ask: 'http', url: 'tcp' })), 'malformed'],
  ['an id of 65 characters', JSON.stringify({ ...asks({ ask: 'tcp', port: 1 }), id: '😀'.repeat(65) }), 'malformed'],
])('%s is refused for the reason that the schema gives', (_, text, reason) => {
  expect(gist(decodeToAgent(text))).toBe(reason);
  expect(gist(decode(ToAgent, text))).toBe(reason);
});

test('lengths are those of characters, whatever their units', () => {
  const message = { ...asks({ ask: 'tcp', port: 1, timeoutMs: 100 }), id: '😀'.repeat(64) };
  expect(gist(decodeToAgent(JSON.stringify(message)))).toEqual(message);
});

test('text that speaks of __proto__ is no key', () => {
  const message = { type: 'command', command: 'c', argv: ['__proto__'], tty: false, timeoutMs: 1000 };
  expect(gist(decodeToAgent(JSON.stringify(message)))).toEqual(message);
});

test('an unknown type, too long a text and too deep a one are each named', () => {
  const reasonOf = (text: string) => {
    const read = decodeToAgent(text);
    return read.ok ? 'ok' : read.reason;
  };
  expect(reasonOf('{"type":"selfDestruct"}')).toBe('unknown_type');
  expect(reasonOf(' '.repeat(MAX_FRAME_BYTES + 1))).toBe('oversize');
  expect(reasonOf('['.repeat(MAX_JSON_DEPTH + 1))).toBe('malformed');
  expect(reasonOf('{"type":')).toBe('malformed');
  expect(reasonOf('7')).toBe('malformed');
});
