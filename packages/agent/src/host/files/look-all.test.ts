import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { Accounts } from '../accounts.ts';
import { Digests } from './digests.ts';
import { type LookWith, lookAll } from './look-all.ts';

const accounts = new Accounts();
/** Longer than the kernel's tick: two changes have two stamps. */
const TICK_MS = 15;
let folder: string;
let digests: Digests;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'look-'));
  digests = new Digests();
});
afterEach(() => rmSync(folder, { recursive: true }));

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hashes = async (paths: readonly string[], more: Partial<LookWith> = {}): Promise<readonly unknown[]> =>
  (await lookAll(paths, { digests: true }, { accounts, digests, ...more })).map((found) =>
    found.is === 'there' ? found.sha256 : found.is,
  );
/** A clock by which everything is old enough to be kept. */
const later = () => Date.now() + 60_000;

test('each path is answered in its place: files, folders, links, what is missing and what is odd', async () => {
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('d'));
  writeFileSync(at('d/f'), 'one');
  chmodSync(at('d/f'), 0o640);
  symlinkSync('/etc', at('l'));
  const found = await lookAll(
    [at('d/f'), at('none/f'), at('l'), at('d'), at('d/f/below'), `${folder}/d/..`, at('d/none')],
    { digests: true },
    { accounts, digests },
  );
  expect(found).toMatchObject([
    { is: 'there', entry: { type: 'file', mode: 0o640, size: 3 }, sha256: sha256('one') },
    { is: 'absent' },
    { is: 'there', entry: { type: 'link', target: '/etc' } },
    { is: 'there', entry: { type: 'directory' } },
    { is: 'absent' },
    { is: 'unknown', reason: expect.stringContaining('not an absolute path') },
    { is: 'absent' },
  ]);
});

test('a hash is kept only of a file that is older than any clock is coarse', async () => {
  const path = join(folder, 'f');
  writeFileSync(path, 'one');
  await hashes([path]);
  expect(digests.get(path, statSync(path))).toBeUndefined();
  await hashes([path], { now: later });
  expect(digests.get(path, statSync(path))).toBe(sha256('one'));
});

test('a clock that was set back keeps nothing', async () => {
  const path = join(folder, 'f');
  writeFileSync(path, 'one');
  await hashes([path], { now: () => Date.now() - 3_600_000 });
  expect(digests.get(path, statSync(path))).toBeUndefined();
});

type Change = 'in place' | 'replaced' | 'time put back' | 'appended' | 'other mode';

/** Changes a file; its length stays where that is possible, and its time of change is hidden where it can be. */
function change(path: string, how: Change, letter: string): void {
  const { atime, mtime } = statSync(path);
  switch (how) {
    case 'in place':
      writeFileSync(path, letter.repeat(10), { flag: 'r+' });
      break;
    case 'replaced':
      writeFileSync(`${path}.new`, letter.repeat(10));
      utimesSync(`${path}.new`, atime, mtime);
      renameSync(`${path}.new`, path);
      break;
    case 'time put back':
      writeFileSync(path, letter.repeat(10), { flag: 'r+' });
      utimesSync(path, atime, mtime);
      break;
    case 'appended':
      writeFileSync(path, letter, { flag: 'a' });
      break;
    case 'other mode':
      chmodSync(path, letter < 'm' ? 0o600 : 0o644);
  }
}

const changes = fc.array(
  fc.record({
    file: fc.nat(2),
    how: fc.constantFrom<Change>('in place', 'replaced', 'time put back', 'appended', 'other mode'),
    letter: fc.constantFrom('a', 'b', 'x', 'y'),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Three files through a history of changes; after each, what is said must be what is there. */
async function isNeverWrong(
  history: readonly { file: number; how: Change; letter: string }[],
  more: Partial<LookWith>,
  pauseMs: number,
) {
  const paths = ['0', '1', '2'].map((name) => join(folder, name));
  for (const path of paths) writeFileSync(path, '0123456789');
  for (const { file, how, letter } of history) {
    change(paths[file] ?? '', how, letter);
    expect(await hashes(paths, more)).toEqual(paths.map((path) => sha256(readFileSync(path))));
    await wait(pauseMs);
  }
}

test('changes that follow each other at once are all seen', async () => {
  await fc.assert(
    fc.asyncProperty(changes, (history) => isNeverWrong(history, {}, 0)),
    { numRuns: 150 },
  );
});

test('what is kept is never taken for what was changed since, whatever hides it', async () => {
  await fc.assert(
    fc.asyncProperty(changes, (history) => isNeverWrong(history, { now: later }, TICK_MS)),
    { numRuns: 20 },
  );
}, 60_000);

test('while a program writes, no hash is kept that is not of what is there in the end', async () => {
  const path = join(folder, 'busy');
  writeFileSync(path, 'a'.repeat(4096));
  const script = `for i in $(seq 200); do for l in a b c d; do head -c 4096 /dev/zero | tr '\\0' $l >${path}; done; done`;
  const writer = spawn('sh', ['-c', script], { stdio: 'ignore' });
  const ended = new Promise((resolve) => writer.on('close', resolve));
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) await hashes([path]);
  expect(await hashes([path])).toEqual([sha256(readFileSync(path))]);
}, 60_000);
