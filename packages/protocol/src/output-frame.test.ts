import fc from 'fast-check';
import { decodeOutput, encodeOutput, type OutputStream, placeOutput } from './output-frame.ts';

const chunk = fc.record({
  of: fc.string({ unit: 'grapheme', maxLength: 200 }),
  stream: fc.constantFrom<OutputStream[]>('stdout', 'stderr', 'terminal'),
  offset: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  bytes: fc.uint8Array({ maxLength: 4096 }),
});

test('a chunk comes out of its frame as it went in', () => {
  fc.assert(
    fc.property(chunk, (sent) => {
      const got = decodeOutput(encodeOutput(sent));
      expect(got).toMatchObject({ of: sent.of, stream: sent.stream, offset: sent.offset });
      expect(Buffer.from(got?.bytes ?? [])).toEqual(Buffer.from(sent.bytes));
    }),
  );
});

test('garbage is never a chunk with an offset or a name outside the frame', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const got = decodeOutput(bytes);
      if (got !== undefined) expect(got.bytes.length).toBeLessThanOrEqual(bytes.length - 12);
    }),
  );
});

test('chunks sent again, out of order or with holes give the same stream', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 60 }), (starts) => {
      const whole = Buffer.from('abcdefghijklmnopqrstuvwxyz');
      let held = Buffer.alloc(0);
      for (const offset of [...starts, ...Array.from({ length: whole.length }, (_, i) => i)]) {
        const bytes = whole.subarray(offset, offset + 3);
        if (placeOutput({ of: 'x', stream: 'stdout', offset, bytes }, held.length) === 'append') {
          held = Buffer.concat([held, bytes]);
        }
      }
      expect(held.toString()).toBe(whole.toString());
    }),
  );
});
