import { join } from 'node:path';
import type { CommandResult } from '../lab/machine/command.ts';
import { type ChangedSite, changedSite } from './harness/changed-site.ts';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { type NtpServer, ntpServer } from './harness/ntp-server.ts';
import { snapshot } from './harness/snapshot.ts';
import { effects, tree } from './harness/tree.ts';

/** The example on two real hosts: their clocks are measured against a server of this test, and people get in by key. */
const EXAMPLE = join(import.meta.dirname, '../../examples/base/site.ts');
const HOSTS = ['srv-1', 'srv-2'] as const;
const EXAMPLE_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)} ann@desk`;
const CONF = '/etc/ssh/sshd_config.d/00-rolecall.conf';

/** Accounts stay, and so does what apt brought beside a package. */
const KEPT = / \/etc\/((passwd|group|shadow|gshadow|subuid|subgid)-?|ld\.so\.cache)$/;

let fleet: Fleet;
let ntp: NtpServer;
let before: ReadonlyMap<string, string>;
let sshdBefore: string;
let first: CommandResult;
let example: ChangedSite;

const site = (...changes: readonly (readonly [from: string, to: string])[]): ChangedSite =>
  changedSite(example.path, ...changes);
const cli = (...words: readonly string[]): Promise<CommandResult> => fleet.cli(words, { timeoutMs: 400_000 });
const settings = (host: string): Promise<string> => out(fleet.host(host), '/usr/sbin/sshd', '-T');

/** Logs in from one host to the other, as a person would from a desk. */
const login = (options: readonly string[], ...words: readonly string[]): Promise<CommandResult> => {
  const known = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'BatchMode=yes'];
  const { address } = fleet.host('srv-2');
  return fleet.host('srv-1').exec(['ssh', '-q', ...known, ...options, `ann@${address}`, ...words]);
};

/** Started anew, chrony measures at once what it would else find out in the next minutes. */
const measureAnew = async (): Promise<void> => {
  for (const host of HOSTS) await out(fleet.host(host), 'systemctl', 'restart', 'chrony');
};
const inStep = (host = 'srv-1'): Promise<CommandResult> =>
  fleet.host(host).exec(['/usr/local/lib/rolecall/clock-in-step', '0.05']);

beforeAll(async () => {
  fleet = await startFleet({ hosts: HOSTS, cachedPackages: ['chrony', 'unattended-upgrades'] });
  ntp = await ntpServer(fleet.lab.gateway);
  await out(fleet.host('srv-1'), 'ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'ann@desk', '-f', '/root/desk');
  const key = (await fleet.host('srv-1').readFile('/root/desk.pub')).trim();
  example = changedSite(
    EXAMPLE,
    ["address: 'ntp.example.com', port: 123", `address: '${fleet.lab.gateway}', port: ${ntp.port}`],
    [EXAMPLE_KEY, key],
  );
  before = await tree(fleet.host('srv-2'));
  sshdBefore = await settings('srv-2');
  first = await cli('apply', example.path, '-y');
}, 900_000);

afterAll(async () => {
  example?.[Symbol.dispose]();
  ntp?.[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

describe('time-sync and base on two hosts', () => {
  test('one apply brings them', () => {
    expect([first.exitCode, first.exitCode === 0 ? '' : first.stdout]).toEqual([0, '']);
  });

  test('a second apply finds every instance ok and writes nothing', async () => {
    // Where this machine is busy its server of time answers late, and chrony takes a clock for wrong until it has asked again.
    for (const host of HOSTS)
      await until(`${host} is in step`, async () => (await inStep(host)).exitCode === 0, 120_000);
    const found = await Promise.all(fleet.lab.hosts.map(snapshot));
    const done = await cli('apply', example.path, '-y');
    expect([done.exitCode, done.stdout]).toEqual([0, expect.not.stringMatching(/changed=|failed=|skipped=/)]);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(found);
  }, 300_000);

  test('one host follows the server, the other one that host, and neither sets the clock of this machine', async () => {
    const sources = (host: string) => out(fleet.host(host), 'chronyc', '-n', '-c', 'sources');
    const follows = (host: string, whom: string) =>
      until(`${host} follows ${whom}`, async () => (await sources(host)).includes(`^,*,${whom},`));
    await follows('srv-1', fleet.lab.gateway);
    await follows('srv-2', fleet.host('srv-1').address);
    for (const host of HOSTS) {
      const daemon = await out(fleet.host(host), 'pgrep', '-a', 'chronyd');
      expect(
        daemon
          .trim()
          .split('\n')
          .every((line) => line.includes(' -x ')),
      ).toBe(true);
    }
  });

  test('a key lets its owner in and become root; a password lets nobody in, nor root at all', async () => {
    const withKey = ['-i', '/root/desk'];
    expect((await login(withKey, 'id', '-un')).stdout).toBe('ann\n');
    expect((await login(withKey, 'sudo', '-n', 'id', '-un')).stdout).toBe('root\n');
    const offered = await login(['-o', 'PreferredAuthentications=password,keyboard-interactive'], 'true');
    expect([offered.exitCode === 0, await settings('srv-2')]).toEqual([
      false,
      expect.stringMatching(/^permitrootlogin no$(.|\n)*^passwordauthentication no$/m),
    ]);
  });

  test('a clock that is off stops what comes after it, and the sentence has the measured offset', async () => {
    ntp.ahead = 300;
    using changed = site(["source: 'srv-1' }", "source: 'srv-1', patience: '20s' }"]);
    await measureAnew();
    await until('the server is known to be off', async () => (await inStep()).stdout.includes(' ms off'));
    const done = await cli('apply', changed.path, '-y', '--skip-preflight', 'clocks');
    ntp.ahead = 0;
    expect([done.exitCode, `${done.stdout}${done.stderr}`]).toEqual([
      4,
      expect.stringMatching(/its clock is (29\d|30\d)\.\d ms off, by .*; wanted are 50 ms/),
    ]);
    expect(done.stdout).toMatch(/skipped=/);
    await measureAnew();
    await until('the clock is in step', async () => (await inStep()).exitCode === 0);
    const again = await cli('apply', example.path, '-y', '--skip-preflight', 'clocks');
    expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringMatching(/failed=|skipped=/)]);
  }, 240_000);

  test('settings that sshd does not take are refused, and those in use stay', async () => {
    const conf = await fleet.host('srv-2').readFile(CONF);
    using bad = site(["root: 'no' }", "root: 'no', users: ['ann', 'ann@192.0.2.1/99'] }"]);
    const done = await cli('apply', bad.path, '-y');
    expect([done.exitCode, await fleet.host('srv-2').readFile(CONF)]).toEqual([4, conf]);
    expect((await login(['-i', '/root/desk'], 'true')).exitCode).toBe(0);
  }, 240_000);

  test('destroy leaves what was there before, but for accounts and what packages keep', async () => {
    const done = await cli('destroy', example.path, '-y');
    expect([done.exitCode, done.stderr]).toEqual([0, expect.anything()]);
    const left = effects(before, await tree(fleet.host('srv-2'))).filter((effect) => effect.includes(' /etc/'));
    expect(left.filter((effect) => effect.includes('rolecall'))).toEqual([]);
    const others = left.filter((effect) => /^(changed|removed)/.test(effect) && !KEPT.test(effect));
    expect(others).toEqual([]);
    expect(await settings('srv-2')).toBe(sshdBefore);
    expect((await fleet.host('srv-2').exec(['systemctl', 'is-active', 'ssh'])).stdout).toBe('active\n');
  }, 240_000);
});
