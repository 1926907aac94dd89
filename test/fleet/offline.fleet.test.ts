import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lab/machine/command.ts';
import { type Carried, startCarried } from './harness/carried.ts';
import { addArtifacts } from './harness/commands.ts';
import { enrol, type Fleet, out } from './harness/fleet.ts';
import type { SealedController } from './harness/sealed.ts';

/** A site is carried from a controller that reaches the world to one that does not, and applied to a host that reaches nothing but that one. */
const SITE = join(import.meta.dirname, 'sites/offline.ts');
const content = Buffer.concat([Buffer.from('#!/bin/sh\necho tool\nexit 0\n'), randomBytes(5_000_000)]);
const sha256 = createHash('sha256').update(content).digest('hex');

let carried: Carried;
let online: Fleet;
let offline: SealedController;
let site: string;

beforeAll(async () => {
  carried = await startCarried({ hosts: ['on-1'] }, 'off-1');
  ({ online, offline, site } = carried);
  writeFileSync(site, readFileSync(SITE, 'utf8').replace('CHECKSUM', sha256));
  writeFileSync(join(carried.folder, 'tool'), content);
}, 900_000);

afterAll(() => carried?.remove(), 240_000);

const reaches = ['curl', '-sS', '-m', '3', '-o', '/dev/null'];

test('neither the host nor its controller reaches anything but each other', async () => {
  const { host } = carried;
  expect((await host.exec([...reaches, '-k', `https://${offline.address}:${offline.port}/`])).exitCode).toBe(0);
  expect(
    (await host.exec([...reaches, '-k', `https://${online.lab.gateway}:${online.controller.port}/`])).exitCode,
  ).not.toBe(0);
  expect((await host.exec([...reaches, 'http://deb.debian.org/'])).exitCode).not.toBe(0);
  expect((await run([...offline.inside, ...reaches, 'http://deb.debian.org/'])).exitCode).not.toBe(0);
  expect((await run([...offline.inside, 'ip', 'route', 'show', 'default'])).stdout).toBe('');
});

test('an export takes the release, the package with all that it needs, and the agent along', async () => {
  await addArtifacts(online, join(carried.folder, 'tool'), '--name', 'tool', '--version', '1');
  await out(online.host('on-1'), 'apt-get', 'update', '-q');
  const words = ['artifacts', 'export', site, '--out', carried.file, '--like', 'on-1', '--packages'];
  const exported = await online.cli(words, { timeoutMs: 600_000 });
  expect([exported.exitCode, exported.stderr]).toEqual([0, '']);
  expect(exported.stdout).toMatch(/1 artifacts, \d+ packages, the agent for (amd64|arm64)/);
}, 700_000);

test('what was carried over is all that the other side needs', async () => {
  const imported = await offline.cli(['artifacts', 'import', carried.file]);
  expect([imported.exitCode, imported.stdout]).toEqual([
    0,
    expect.stringMatching(/^offline: 1 artifacts, \d+ packages/),
  ]);
  rmSync(carried.file);
  await enrol(offline, carried.host);
  const started = performance.now();
  const applied = await offline.cli(['apply', site, '-y'], { timeoutMs: 900_000 });
  expect([applied.exitCode, applied.stdout]).toEqual([0, expect.stringContaining('changed=')]);
  expect(performance.now() - started).toBeLessThan(600_000);
  expect(await out(carried.host, '/opt/tool/current/tool')).toBe('tool\n');
  expect(await out(carried.host, 'jq', '-n', '1 + 1')).toBe('2\n');
}, 1_200_000);

test('a second apply changes nothing', async () => {
  const { exitCode, stdout } = await offline.cli(['apply', site, '-y', '--detailed-exitcode']);
  expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('changed=')]);
}, 300_000);

test('what the host uses is not pruned', async () => {
  const { stdout } = await offline.cli(['artifacts', 'prune', '--older-than', '0s', '-y']);
  expect(stdout).toBe('nothing is unused\n');
  const listed = await offline.cli(['artifacts', 'list']);
  expect(listed.stdout).toMatch(/tool +1 +4\.8 MiB +offline: tool@off-1/);
});
