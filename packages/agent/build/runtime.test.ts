import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runtimeFolder } from '../src/layout.ts';
import { sweep } from './artifact.ts';
import { buildRuntime, type Runtime } from './runtime.ts';

let folder: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runtime-'));
  cache = join(folder, 'cache');
  mkdirSync(cache);
  for (const name of ['pty.node', 'LICENSE']) writeFileSync(join(folder, name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A small program in Node's place: packing the real one takes ten seconds. */
const build = (into = cache): Promise<Runtime> =>
  buildRuntime(into, 'amd64', {
    node: '/bin/true',
    nodeLicence: join(folder, 'LICENSE'),
    nodeVersion: '1.2.3',
    pty: join(folder, 'pty.node'),
    ptyLicence: join(folder, 'LICENSE'),
  });

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

test('builds at the same time, in two folders, give the same bytes and leave nothing else behind', async () => {
  mkdirSync(join(folder, 'other'));
  const [one, same, other] = await Promise.all([build(), build(), build(join(folder, 'other'))]);
  expect(same).toEqual(one);
  expect(other.sha256).toBe(one.sha256);
  expect(sha256(one.path)).toBe(one.sha256);
  expect(statSync(one.path).size).toBe(one.size);
  expect(readdirSync(cache).filter((name) => !/^[0-9a-f]{16}\.json$|\.deb$/.test(name))).toEqual([]);
});

test('the umask of who builds changes nothing', async () => {
  const before = process.umask(0o077);
  const strict = await build().finally(() => process.umask(before));
  mkdirSync(join(folder, 'other'));
  expect((await build(join(folder, 'other'))).sha256).toBe(strict.sha256);
});

test('what is in the package belongs to root and lies in the one folder that the layout names', async () => {
  const { path, id } = await build();
  const entries = execFileSync('dpkg-deb', ['-c', path], { encoding: 'utf8' }).trim().split('\n');
  expect(entries.every((line) => line.includes(' root/root '))).toBe(true);
  const files = entries.filter((line) => !line.endsWith('/')).map((line) => line.replace(/^.* \.\//, '/'));
  expect(files.map((file) => file.replace(`${runtimeFolder(id)}/`, ''))).toEqual([
    'LICENSE.node',
    'LICENSE.node-pty',
    'libexec/policy-rc.d',
    'node',
    'pty.node',
  ]);
});

test('a package that was cut off in the cache is made again', async () => {
  const first = await build();
  truncateSync(first.path, 100);
  expect(await build()).toEqual(first);
  expect(sha256(first.path)).toBe(first.sha256);
});

test('another addon makes another package', async () => {
  const first = await build();
  writeFileSync(join(folder, 'pty.node'), 'a newer addon');
  const second = await build();
  expect(second.id).not.toBe(first.id);
  expect(second.sha256).not.toBe(first.sha256);
});

test('what nobody used for a month goes, and the draft of a build that was cut off within hours', async () => {
  const { path } = await build();
  const left = { 'agent-old.cjs': '40 days ago', 'draft-old': '2 hours ago', 'draft-new': '1 minute ago' };
  for (const [name, time] of Object.entries(left)) execFileSync('touch', ['-d', time, join(cache, name)]);
  await sweep(cache);
  expect(readdirSync(cache).filter((name) => name in left)).toEqual(['draft-new']);
  expect(statSync(path).size).toBeGreaterThan(0);
});

test('an architecture whose Node is not installed is refused with what to install', async () => {
  const absent = process.arch === 'arm64' ? 'amd64' : 'arm64';
  await expect(buildRuntimeFor(absent)).rejects.toThrow(/needs the npm package node-linux-\w+, which is not installed/);
});

const buildRuntimeFor = async (architecture: 'amd64' | 'arm64'): Promise<Runtime> => buildRuntime(cache, architecture);

test('without dpkg-deb one sentence says so', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  await expect(build().finally(() => Object.assign(process.env, { PATH: path }))).rejects.toThrow(
    'The agent is packed with dpkg-deb, which this machine has not',
  );
});
