import { spawnSync } from 'node:child_process';
import { act } from './act.ts';

const sha256 = 'a'.repeat(64);

test.each([
  ['keep', act.keep('/var/backups/db', 'db.tar')],
  ['fetch', act.fetch(sha256, '/var/backups/db')],
])('what %s runs is a program that a shell can read', (_, { params }) => {
  const [shell, flag, script = '', , ...words] = params.argv as readonly string[];
  expect([shell, flag, words.length]).toEqual(['sh', '-c', 2]);
  const checked = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
  expect([checked.status, checked.stderr]).toEqual([0, '']);
});

test('a file may be on its way for six hours unless told', () => {
  expect(act.keep('/f', 'f').params.timeoutMs).toBe(6 * 3_600_000);
  expect(act.fetch(sha256, '/f', { deadline: '2d' }).params.timeoutMs).toBe(2 * 86_400_000);
});
