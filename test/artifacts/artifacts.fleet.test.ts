import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifact } from './artifact.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-artifacts-'));
const before = process.env.ROLECALL_ARTIFACTS;

afterEach(() => {
  if (before === undefined) delete process.env.ROLECALL_ARTIFACTS;
  else process.env.ROLECALL_ARTIFACTS = before;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('etcd is obtained with its command lines, and a second time it is there already', async () => {
  const made = await artifact('etcd');
  const unpacked = spawnSync('tar', ['-xzf', made.path, '-C', folder, '--strip-components=2']);
  expect(unpacked.status).toBe(0);
  for (const [program, word] of [
    ['etcd', '--version'],
    ['etcdctl', 'version'],
    ['etcdutl', 'version'],
  ] as const) {
    expect(spawnSync(join(folder, program), [word], { encoding: 'utf8' }).stdout).toContain('3.6.16');
  }
  const { mtimeMs } = statSync(made.path);
  expect(await artifact('etcd')).toEqual(made);
  expect(statSync(made.path).mtimeMs).toBe(mtimeMs);
}, 1_800_000);

test('those who ask at once get what one of them made; what was changed since is made anew', async () => {
  process.env.ROLECALL_ARTIFACTS = join(folder, 'cache');
  const [one, ...others] = await Promise.all([artifact('nofile'), artifact('nofile'), artifact('nofile')]);
  expect(others).toEqual([one, one]);
  const entries = readdirSync(join(folder, 'cache'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(entries).toHaveLength(1);
  const content = readFileSync(one.path);
  writeFileSync(one.path, 'not what was made');
  expect(await artifact('nofile')).toEqual(one);
  expect(readFileSync(one.path).equals(content)).toBe(true);
});
