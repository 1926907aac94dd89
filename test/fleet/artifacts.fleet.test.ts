import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { killAgent } from './harness/kill.ts';

/** Artifacts out of the controller's own store: a role's host gets them, and another one does not. */
const SITE = join(import.meta.dirname, 'sites/artifacts.ts');
/** Large enough that a fetch can be met under way. */
const content = Buffer.concat([Buffer.from('#!/bin/sh\necho tool\nexit 0\n'), randomBytes(60_000_000)]);
const sha256 = createHash('sha256').update(content).digest('hex');

let fleet: Fleet;
let folder: string;
let site: string;

beforeAll(async () => {
  folder = mkdtempSync(join(import.meta.dirname, 'sites/changed-'));
  site = join(folder, 'site.ts');
  writeFileSync(site, readFileSync(SITE, 'utf8').replace('CHECKSUM', sha256));
  writeFileSync(join(folder, 'tool'), content);
  fleet = await startFleet({ hosts: ['ar-1', 'ar-2'] });
}, 600_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await fleet?.remove();
}, 120_000);

/** What the controller answers a host that asks for a blob with its own certificate. */
const asks = (host: string, blob: string): Promise<string> =>
  out(
    fleet.host(host),
    'sh',
    '-c',
    `exec curl -sS -o /dev/null -w '%{http_code}' --cert /etc/rolecall/agent.crt --key /etc/rolecall/agent.key --cacert /etc/rolecall/ca.crt \\
      "https://${fleet.lab.gateway}:${fleet.controller.port}/blobs/${blob}"`,
  );

test('an artifact that the controller does not have is said before anything is done', async () => {
  const { exitCode, stdout, stderr } = await fleet.cli(['plan', site]);
  expect(exitCode).not.toBe(0);
  expect(stdout + stderr).toContain(`the controller has nothing with the checksum ${sha256}`);
  expect(stdout + stderr).toContain('controller artifacts add FILE');
});

test('one that it has is fetched by the hosts that need it, also where the agent is killed meanwhile, and by no other', async () => {
  const added = await fleet.cli(['artifacts', 'add', join(folder, 'tool')]);
  expect([added.exitCode, added.stdout]).toEqual([0, expect.stringContaining(sha256)]);

  const applying = fleet.cli(['apply', site, '-y']);
  await until('a fetch is under way', async () => {
    const { stdout } = await fleet.host('ar-1').exec(['sh', '-c', 'ls -A /opt/tool']);
    return stdout.includes('.rolecall-') || stdout.includes('1');
  });
  await killAgent(fleet.host('ar-1'));
  const applied = await applying;
  expect([applied.exitCode, applied.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
  expect(await out(fleet.host('ar-1'), '/opt/tool/current/tool')).toBe('tool\n');
  expect(await out(fleet.host('ar-1'), 'sh', '-c', 'sha256sum </opt/tool/1/tool')).toContain(sha256);
  expect(await out(fleet.host('ar-1'), 'ls', '-A', '/opt/tool')).toBe('1\ncurrent\n');

  expect(await asks('ar-1', sha256)).toBe('200');
  expect(await asks('ar-2', sha256)).toBe('404');
});

test('a second apply changes nothing', async () => {
  const { exitCode, stdout } = await fleet.cli(['apply', site, '-y']);
  expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('changed=')]);
});
