import type { PathPrior } from '@rolecall/resources';
import { shownPrior } from './shown.ts';

const file = (text: string | Buffer, mode = 0o644): PathPrior => ({
  type: 'file',
  owner: 'root',
  group: 'root',
  mode,
  content: { kept: true, base64: Buffer.from(text).toString('base64') },
});
const contentOf = (was: PathPrior, wanted?: PathPrior) =>
  shownPrior({ paths: { '/x': was } }, wanted && { paths: { '/x': wanted } }).properties.content;

test('the text of a file that everybody may read is shown, of others only size and hash', () => {
  expect(contentOf(file('open'))).toBe('open');
  expect(contentOf(file('closed', 0o640))).toMatch(/^6 bytes, sha256 [0-9a-f]{64}$/);
  expect(contentOf(file(Buffer.of(0, 255, 254)))).toMatch(/^3 bytes, sha256/);
});

test('a file that was closed stays closed when it is compared with what it is now', () => {
  const before = file('closed', 0o600);
  expect(contentOf(file('open now'), before)).toMatch(/^8 bytes, sha256/);
});

test('the same content looks the same, whatever the mode, and also where it was not kept', () => {
  expect(contentOf(file('same', 0o600), file('same'))).toBe('same');
  const notKept = shownPrior({ paths: { '/x': file('same') } });
  expect(notKept.texts).toEqual(['content']);
});

test('several paths are told apart, and what was not there is nothing', () => {
  const { properties } = shownPrior({
    paths: { '/x': null, '/y': { type: 'link', target: 'z' } },
    state: { live: '1' },
  });
  expect(properties).toEqual({ live: '1', '/x type': 'nothing', '/y type': 'link', '/y target': 'z' });
});
