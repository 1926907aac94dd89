import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpooledStream } from './spool.ts';

describe('the spool of a stream', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spool-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const spooled = (pieces: readonly string[], bounds?: { head: number; tail: number }): string => {
    const stream = new SpooledStream(join(folder, 'out'), ['swordfish'], bounds);
    for (const piece of pieces) stream.push(Buffer.from(piece));
    expect(stream.end()).toBeUndefined();
    return readFileSync(join(folder, 'out'), 'utf8');
  };

  it('holds what was printed, without secrets', () => {
    expect(spooled(['a sword', 'fish b', 'sword'])).toBe('a *** bsword');
  });

  it('leaves out the middle of what is too long, and says how much', () => {
    const pieces = Array.from({ length: 100 }, (_, index) => `${String(index).padStart(3, '0')} `);
    const text = spooled(pieces, { head: 10, tail: 8 });
    expect(text).toBe('000 001 00\n[rolecall: 382 bytes of output were left out here]\n098 099 ');
  });

  it('leaves out nothing where head and tail together hold it all', () => {
    expect(spooled(['0123456789', 'abcde'], { head: 10, tail: 8 })).toBe('0123456789abcde');
  });

  it('tells at the end why output is missing', () => {
    const stream = new SpooledStream('/dev/full', []);
    stream.push(Buffer.from('text'));
    stream.push(Buffer.from('more'));
    expect(stream.end()).toMatch(/ENOSPC/);
  });
});
