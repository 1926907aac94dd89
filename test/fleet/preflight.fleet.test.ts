import { join } from 'node:path';
import { changedSite } from './harness/changed-site.ts';
import { type Fleet, out, startFleet } from './harness/fleet.ts';

/** Preflight on real hosts: what a firewall drops is found in its own direction, and nothing is touched before all is well. */
const SITE = join(import.meta.dirname, 'sites/preflight.ts');

let fleet: Fleet;
const one = () => fleet.host('pre-1');
const two = () => fleet.host('pre-2');

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly what: string;
  readonly measured: string;
}

async function preflight(): Promise<{ readonly code: number | null; readonly findings: readonly Found[] }> {
  const done = await fleet.cli(['preflight', SITE, '--json']);
  return {
    code: done.exitCode,
    findings: (JSON.parse(done.stdout || '{"findings":[]}') as { findings: Found[] }).findings,
  };
}

/** What `pre-2` does not let in from `pre-1`; the other way stays open. */
async function block(): Promise<void> {
  const from = `ip saddr ${one().address}`;
  const rules = [
    'table inet blocking {',
    '  chain input {',
    '    type filter hook input priority 0; policy accept;',
    `    ${from} tcp dport 7777 drop`,
    `    ${from} udp dport 7778 drop`,
    '  }',
    '}',
  ];
  await out(two(), 'sh', '-c', `nft -f - <<'RULES'\n${rules.join('\n')}\nRULES`);
}
const unblock = () => out(two(), 'nft', 'delete', 'table', 'inet', 'blocking');
const isThere = async (path: string) =>
  (await Promise.all([one(), two()].map((host) => host.exec(['test', '-e', path])))).map(
    ({ exitCode }) => exitCode === 0,
  );
const listening = () =>
  out(
    one(),
    'sh',
    '-c',
    `awk '$2 ~ /:1E6[12]$/ && ($4 == "0A" || $4 == "07")' /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6`,
  );

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['pre-1', 'pre-2'], cachedPackages: ['nftables'] });
  await out(two(), 'apt-get', 'install', '-y', '--no-download', 'nftables');
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

describe('preflight', () => {
  test('finds nothing wrong with hosts on which nothing is wrong, and leaves no port open', async () => {
    expect(await preflight()).toEqual({ code: 0, findings: [] });
    expect(await listening()).toBe('');
  });

  test('names the unit that has a port', async () => {
    const program = "require('node:net').createServer().listen(7777)";
    const runtime = (
      await out(one(), 'sh', '-c', 'readlink -f /proc/$(systemctl show -P MainPID rolecall-agent)/exe')
    ).trim();
    await out(one(), 'systemd-run', '--unit=squatter', runtime, '-e', program);
    const taken = await preflight();
    await out(one(), 'systemctl', 'stop', 'squatter');
    expect(taken.code).toBe(1);
    expect(taken.findings).toMatchObject([
      { code: 'port_taken', what: 'port 7777/tcp', measured: 'taken by squatter.service' },
    ]);
  });

  test('finds what a firewall drops, in the direction in which it does, and an apply stops before it touches anything', async () => {
    await block();
    const found = await preflight();
    expect(found.code).toBe(1);
    expect(found.findings.map(({ code, what }) => `${code}: ${what}`).sort()).toEqual([
      'not_reached: pre-1 → pre-2 7777/tcp',
      'not_reached: pre-1 → pre-2 7778/udp',
    ]);
    const applied = await fleet.cli(['apply', SITE, '-y']);
    expect([applied.exitCode, applied.stdout]).toEqual([
      4,
      expect.stringMatching(/error +reach .*pre-1 → pre-2 7777\/tcp/),
    ]);
    expect(await isThere('/etc/pair.conf')).toEqual([false, false]);
  });

  test('lets an apply go on in spite of a check that is named, which stands in the recap and in the audit', async () => {
    const applied = await fleet.cli(['apply', SITE, '-y', '--skip-preflight', 'reach']);
    expect([applied.exitCode, applied.stdout]).toEqual([
      0,
      expect.stringMatching(/skipped +reach .*pre-1 → pre-2 7777\/tcp/),
    ]);
    expect(await isThere('/etc/pair.conf')).toEqual([true, true]);
    expect((await fleet.cli(['audit'])).stdout).toMatch(/preflight\.skip +reach/);
  });

  test('is clean again after the repair, and the next apply changes nothing', async () => {
    await unblock();
    expect(await preflight()).toEqual({ code: 0, findings: [] });
    const again = await fleet.cli(['apply', SITE, '-y']);
    expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringMatching(/changed=|failed=|error/)]);
    expect(await listening()).toBe('');
  });

  test('refuses another mode than that of the first apply, in one sentence', async () => {
    using production = changedSite(SITE, ["mode: 'demo'", "mode: 'production'"]);
    const refused = await fleet.cli(['apply', production.path, '-y', '--skip-preflight', 'hosts']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('mode: production; wanted: demo, as at the first apply');
  });
});
