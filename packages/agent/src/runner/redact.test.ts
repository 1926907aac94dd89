import fc from 'fast-check';
import { HIDDEN, Redactor } from './redact.ts';

const pass = (secrets: readonly string[], pieces: readonly Uint8Array[]): string => {
  const redactor = new Redactor(secrets);
  return Buffer.concat([...pieces.map((piece) => redactor.push(piece)), redactor.end()]).toString('utf8');
};

const cut = (text: string, at: readonly number[]): Uint8Array[] => {
  const bytes = Buffer.from(text);
  const edges = [0, ...at.map((n) => n % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
};

/** What has to be so, said the slow way: every byte of every occurrence goes, neighbours that touch stay two. */
const expected = (secrets: readonly string[], text: string): string => {
  const spans = secrets
    .flatMap((secret) =>
      [...text].flatMap((_, from) => (text.startsWith(secret, from) ? [[from, from + secret.length]] : [])),
    )
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  let result = '';
  let end = 0;
  for (const [from = 0, to = 0] of spans) {
    if (from >= end) result += text.slice(end, from) + HIDDEN;
    end = Math.max(end, to);
  }
  return result + text.slice(end);
};

describe('hiding secrets in a stream', () => {
  it('hides the same wherever the stream is cut into pieces, also where secrets overlap', () => {
    const letters = fc.constantFrom('~', '^', '`');
    const secret = fc.string({ unit: letters, minLength: 6, maxLength: 9 });
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.array(fc.oneof(fc.string({ unit: letters, maxLength: 12 }), secret), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (secrets, parts, cuts) => {
          const text = [...parts, ...secrets].join('');
          expect(pass(secrets, cut(text, cuts))).toBe(expected(secrets, text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['as it is', 'correct-horse/battery"staple'],
    ['in JSON', JSON.stringify({ password: 'correct-horse/battery"staple' })],
    ['in a URL', `https://x/?p=${encodeURIComponent('correct-horse/battery"staple')}`],
    ['in a URL with small letters', 'correct-horse%2fbattery%22staple'],
    ['in base64', Buffer.from('correct-horse/battery"staple').toString('base64')],
    ['in base64 of more', Buffer.from('user:correct-horse/battery"staple').toString('base64')],
    ['in base64 of more, one byte on', Buffer.from('user::correct-horse/battery"staple!').toString('base64url')],
    ['in base64 of more, two bytes on', Buffer.from('user:::correct-horse/battery"staple!!').toString('base64')],
  ])('hides a secret %s', (_, text) => {
    const shown = pass(['correct-horse/battery"staple'], [Buffer.from(text)]);
    expect(shown).toContain(HIDDEN);
    expect(shown).not.toMatch(/horse|battery|Y29ycmVjd|b3JzZS|staple/);
  });

  it('hides each line of a secret of several lines, also behind the line ends of a terminal', () => {
    const shown = pass(
      ['first line of it\nsecond line of it'],
      [Buffer.from('a first line of it\r\nb second line of it\r\n')],
    );
    expect(shown).toBe('a ***\r\nb ***\r\n');
  });

  it('shows at once what cannot be the beginning of a secret', () => {
    const redactor = new Redactor(['hunter2hunter2']);
    expect(redactor.push(Buffer.from('Continue? [y/N] ')).toString()).toBe('Continue? [y/N] ');
    expect(redactor.push(Buffer.from('hunter')).toString()).toBe('');
    expect(redactor.push(Buffer.from('s')).toString()).toBe('hunters');
  });

  it('hides nothing for a value that is too short to be told from other text', () => {
    expect(pass(['80'], [Buffer.from('port 8080')])).toBe('port 8080');
  });

  it('passes bytes that are no text through as they are', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const redactor = new Redactor(['some secret']);
    expect(Buffer.concat([redactor.push(bytes), redactor.end()])).toEqual(Buffer.from(bytes));
  });
});
