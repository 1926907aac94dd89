import fc from 'fast-check';
import { linesOf } from './lines.ts';

async function* pieces(text: string, cuts: readonly number[]): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

test('lines come out whole wherever the bytes were cut, also inside a character', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).map((line) => line.replaceAll('\n', ' '))),
      fc.array(fc.nat()),
      async (lines, cuts) => {
        const got: string[] = [];
        for await (const line of linesOf(pieces(lines.map((line) => `${line}\n`).join(''), cuts))) got.push(line);
        expect(got).toEqual(lines);
      },
    ),
  );
});
