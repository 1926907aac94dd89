import fc from 'fast-check';
import { decode } from './decode.ts';
import { FromAgent } from './from-agent.ts';
import { jsonDepth } from './json-depth.ts';
import { MAX_FRAME_BYTES, MAX_JSON_DEPTH } from './limits.ts';
import { ToAgent } from './to-agent.ts';

const hello = {
  type: 'hello',
  revision: { min: 1, max: 1 },
  agent: '0.1.0',
  boot: 'b',
  epoch: 'e',
  lastSeq: 0,
  firstUnacknowledged: 1,
  factsHash: null,
  term: 0,
  active: [],
};

describe('decode', () => {
  test('a message of the union comes out as it was sent', () => {
    expect(decode(FromAgent, JSON.stringify(hello))).toEqual({ ok: true, message: hello });
  });

  test.each([
    ['a type that nobody knows', { type: 'root-shell' }, 'unknown_type'],
    ['no type', {}, 'unknown_type'],
    ['a field too many', { ...hello, host: 'another' }, 'malformed'],
    ['a field of the wrong type', { ...hello, term: '0' }, 'malformed'],
    ['a field missing', { ...hello, boot: undefined }, 'malformed'],
  ])('%s is refused', (_, message, reason) => {
    expect(decode(FromAgent, JSON.stringify(message))).toMatchObject({ ok: false, reason });
  });

  test('text over the frame limit is refused before it is parsed', () => {
    expect(decode(FromAgent, `"${'x'.repeat(MAX_FRAME_BYTES)}"`)).toMatchObject({ ok: false, reason: 'oversize' });
  });

  test('nesting beyond the limit is refused before it is parsed', () => {
    const bomb = '['.repeat(100_000);
    expect(decode(FromAgent, bomb)).toMatchObject({
      ok: false,
      reason: 'malformed',
      detail: `nested deeper than ${MAX_JSON_DEPTH}`,
    });
  });

  test('whatever arrives, decoding answers and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(decode(ToAgent, text).ok).toBe(false);
      }),
    );
  });

  test('depth counts brackets outside strings only', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const deep = (v: unknown): number =>
          typeof v === 'object' && v !== null ? 1 + Math.max(0, ...Object.values(v).map(deep)) : 0;
        expect(jsonDepth(JSON.stringify(value))).toBe(deep(value));
      }),
    );
  });

  test('a key named __proto__ pollutes nothing', () => {
    const text = JSON.stringify(hello).replace('"agent"', '"__proto__":{"polluted":true},"agent"');
    decode(FromAgent, text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
