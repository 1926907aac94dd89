import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedSite } from './harness/changed-site.ts';
import { type Fleet, out, startFleet } from './harness/fleet.ts';
import { snapshot } from './harness/snapshot.ts';

const SITE = join(import.meta.dirname, 'sites/failing.ts');

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['fa-1', 'fa-2'] });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

/** The time at which a unit was last started, in microseconds since boot. */
const startOf = (unit: string): Promise<string> =>
  out(fleet.host('fa-1'), 'systemctl', 'show', '-p', 'ActiveEnterTimestampMonotonic', '--value', unit);

describe('a step that fails', () => {
  test('skips what depends on it and nothing else, names everything, can be resumed, and loses no restart', async () => {
    const [broken] = [fleet.host('fa-1'), fleet.host('fa-2')];
    await out(broken, 'touch', '/var/lib/door');
    expect((await fleet.cli(['apply', SITE, '-y'])).exitCode).toBe(0);
    const before = await startOf('broken');
    await out(broken, 'rm', '/var/lib/door');

    using changed = changedSite(SITE, ["text: 'one'", "text: 'two'"]);
    const failed = await fleet.cli(['apply', changed.path, '-y']);
    expect(failed.exitCode).toBe(4);
    for (const part of [
      'broken@fa-1',
      'check that the door is open',
      'site.ts:',
      'test -e /var/lib/door',
      '| looked at the door',
    ]) {
      expect(failed.stdout).toContain(part);
    }
    const [, resume] = /(--resume \S+)/.exec(failed.stdout) ?? [];
    expect(resume).toBeDefined();
    expect(failed.stdout).toMatch(/fa-2 +.*ok=1.*|fa-2 +.*skipped=1/);
    expect(await startOf('broken')).toBe(before);

    await out(broken, 'touch', '/var/lib/door');
    const resumed = await fleet.cli(['apply', changed.path, '-y', ...(resume ?? '').split(' ')]);
    expect([resumed.exitCode, resumed.stdout]).toEqual([0, expect.any(String)]);
    expect(Number(await startOf('broken'))).toBeGreaterThan(Number(before));
  });
});

describe('bad input is one clear sentence and changes nothing', () => {
  const findings: readonly (readonly [string, string, string, RegExp])[] = [
    ['an unknown host', "broken.on(['fa-1']", "broken.on(['fa-9']", /site\.ts:\d+:\d+: .*fa-9/],
    ['a parameter of the wrong type', "{ text: 'one' }", '{ text: 1 }', /site\.ts:\d+:\d+: .*number.*string/],
    ['a misspelt parameter', "{ text: 'one' }", "{ txet: 'one' }", /site\.ts:\d+:\d+: .*txet/],
    ['a missing parameter', "{ text: 'one' }", '{}', /site\.ts:\d+:\d+: .*text/],
    ['a role that does not exist', "other.on(['fa-2'], {})", "nobody.on(['fa-2'], {})", /site\.ts:\d+:\d+: .*nobody/],
    ['a site that loops', 'use: () => {', 'use: () => { for (;;) {}', /site\.ts.*(10 s|time)/],
    ['a site that uses a clock', 'use: () => {', 'use: () => { Date.now();', /site\.ts:\d+:\d+.*clock/],
    [
      'a site that reads elsewhere',
      'use: () => {',
      "use: () => { process.getBuiltinModule('node:fs').readFileSync('/etc/passwd');",
      /site\.ts:\d+:\d+.*(read|file)/,
    ],
  ];

  test.each(findings)('%s', async (_, from, to, says) => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    using bad = changedSite(SITE, [from, to]);
    const done = await fleet.cli(['apply', bad.path, '-y']);
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(done.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  test('a site that is not there', async () => {
    const done = await fleet.cli(['plan', 'no-such-site.ts']);
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringContaining('no-such-site.ts')]);
  });

  test('a port that is in use', async () => {
    const data = mkdtempSync(join(tmpdir(), 'rolecall-second-'));
    const done = await fleet.cli(['--data', data, 'serve', '--port', String(fleet.controller.port)]);
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringContaining(`${fleet.controller.port}`)]);
    rmSync(data, { recursive: true, force: true });
  });

  test('a second controller on the same data', async () => {
    const done = await fleet.cli(['serve', '--port', '0']);
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringContaining(fleet.controller.data)]);
  });

  test('a token that was used, and one that expired', async () => {
    const line = (await fleet.cli(['enroll', '--host', 'fa-3', '--ttl', '1s'])).stdout.trim();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const done = await fleet.host('fa-1').exec(['sh', '-c', line], { timeoutMs: 60_000 });
    expect(done.exitCode).not.toBe(0);
    expect(done.stdout + done.stderr).toMatch(/expired/);
  });

  test('a full disk on a host: the old file stays whole and the failure says which disk', async () => {
    const host = fleet.host('fa-1');
    await out(host, 'touch', '/var/lib/door');
    await fleet.cli(['apply', SITE, '-y']);
    await out(host, 'sh', '-c', 'mkdir -p /var/small && mount -t tmpfs -o size=64k tmpfs /var/small');
    await out(host, 'sh', '-c', 'echo old > /var/small/conf');
    using full = changedSite(
      SITE,
      ["'/etc/broken.conf'", "'/var/small/conf'"],
      ["text: 'one'", "text: 'x'.repeat(200_000)"],
    );
    try {
      const done = await fleet.cli(['apply', full.path, '-y']);
      expect([done.exitCode, done.stdout]).toEqual([4, expect.stringMatching(/\/var\/small.*(full|space)/)]);
      expect(await host.readFile('/var/small/conf')).toBe('old\n');
    } finally {
      await host.exec(['umount', '/var/small']);
    }
  });
});
