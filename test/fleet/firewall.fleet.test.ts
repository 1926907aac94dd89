import { join } from 'node:path';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';

/** A firewall that cuts the agent off from its controller is undone by itself, whatever becomes of the agent. */
const SITES = join(import.meta.dirname, 'sites/firewall');
const UNDONE = 'firewall undone: the agent could not reach the controller';

let fleet: Fleet;
const host = () => fleet.host('fw-1');
const apply = (site: 'open' | 'cut' | 'network' | 'guarded') => fleet.cli(['apply', join(SITES, `${site}.ts`), '-y']);
const rules = async (): Promise<string> =>
  (await host().exec(['nft', '--stateless', 'list', 'table', 'inet', 'rolecall_host'])).stdout;

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['fw-1'], cachedPackages: ['nftables', 'openssh-server'] });
  const opened = await apply('open');
  if (opened.exitCode !== 0) throw new Error(opened.stdout + opened.stderr);
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

/** The former rules are in the kernel, nothing is left of the guard, and the agent is linked. */
async function isAsBefore(): Promise<void> {
  await until('the former rules are back', async () => /egress {[^}]*policy accept;/.test(await rules()));
  expect(await rules()).toContain('dport 22 accept comment "ssh"');
  await until('the agent is linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
  expect(
    await out(
      host(),
      'sh',
      '-c',
      'ls /run/rolecall-guard; systemctl list-units --all --plain --no-legend "rolecall-undo-*"',
    ),
  ).toBe('');
  const again = await apply('open');
  expect([again.exitCode, again.stdout]).toEqual([0, expect.not.stringMatching(/changed=|failed=/)]);
}

/** Begins the apply that cuts the agent off, and waits until its rules are in the kernel. */
async function cutting(): Promise<{ readonly applying: ReturnType<typeof apply> }> {
  const applying = apply('cut');
  await until('the rules cut', async () => /egress {[^}]*policy drop;/.test(await rules()));
  return { applying };
}

describe('a firewall', () => {
  test('that lets the agent through stays, and is there after the next boot', async () => {
    const before = await rules();
    expect(before).toMatch(/ip daddr \S+ tcp dport \d+ accept comment "the controller"/);
    await host().kill();
    await host().start();
    expect(await rules()).toBe(before);
    await isAsBefore();
  });

  test('that cuts the agent off is undone within its limit, and the run says so', async () => {
    const began = performance.now();
    const done = await apply('cut');
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([4, expect.stringContaining(UNDONE)]);
    expect(done.stdout).toContain('failed=1');
    expect(performance.now() - began).toBeLessThan(60_000);
    await isAsBefore();
  });

  test('is undone with no agent there, and the agent that comes later says so', async () => {
    const { applying } = await cutting();
    await out(host(), 'systemctl', 'stop', 'rolecall-agent');
    await until('the former rules are back', async () => /egress {[^}]*policy accept;/.test(await rules()));
    await out(host(), 'systemctl', 'start', 'rolecall-agent');
    const done = await applying;
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([4, expect.stringContaining(UNDONE)]);
    await isAsBefore();
  });

  test('is not there any more after a power cut, and undone when it is tried again', async () => {
    const { applying } = await cutting();
    await host().kill();
    await host().start();
    const done = await applying;
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([4, expect.stringContaining(UNDONE)]);
    await isAsBefore();
  });
});

describe('a file of the network', () => {
  const path = '/etc/systemd/network/10-host0.network';

  test('that cuts the agent off is put back within its limit, and the run says so', async () => {
    const before = await host().readFile(path);
    const done = await apply('network');
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([
      4,
      expect.stringContaining(`${path} undone: the agent could not reach the controller`),
    ]);
    expect(await host().readFile(path)).toBe(before);
    expect(await out(host(), 'sh', '-c', 'ls /run/rolecall-guard /var/lib/rolecall-guarded; true')).not.toMatch(
      /[0-9a-f]{16}/,
    );
  });

  test('is put back after a power cut by the agent alone, which tries it once more', async () => {
    const before = await host().readFile(path);
    const applying = apply('network');
    await until('the new file is there', async () => (await host().readFile(path)) !== before);
    await host().kill();
    await host().start();
    const done = await applying;
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([4, expect.stringContaining(`${path} undone`)]);
    expect(await host().readFile(path)).toBe(before);
  });
});

/** Rolls the last run back, and answers how that went. */
async function rolledBack(): Promise<{ readonly planned: string; readonly exitCode: number; readonly said: string }> {
  const run = (await fleet.cli(['runs', '-n', '1'])).stdout.split('\n')[1]?.split(' ')[0] ?? '';
  const { stdout: planned } = await fleet.cli(['rollback', run, '--check']);
  const { exitCode, stdout, stderr } = await fleet.cli(['rollback', run, '-y']);
  return { planned, exitCode, said: stdout + stderr };
}

const changed = async (site: 'open' | 'guarded'): Promise<void> => {
  const done = await apply(site);
  expect([done.exitCode, done.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
};

describe('a rollback', () => {
  test('to rules that cut the agent off is undone within its limit, and the run says so', async () => {
    const kept = '/etc/rolecall-firewall/host.nft';
    await out(host(), 'sh', '-c', `sed -i 's/policy accept/policy drop/; /the controller/d' ${kept}; nft -f ${kept}`);
    await changed('open');
    const began = performance.now();
    const { planned, exitCode, said } = await rolledBack();
    expect(planned).toContain('firewall host may cut the host off');
    expect([exitCode, said]).toEqual([4, expect.stringContaining(UNDONE)]);
    expect(performance.now() - began).toBeLessThan(90_000);
    await isAsBefore();
  });

  test.each([
    [
      'that cuts the agent off',
      '/etc/lan.nft',
      'table inet lan {\nchain out {\ntype filter hook output priority 0; policy drop;\nct state established accept\n}\n}',
      '/etc/lan.nft undone: the agent could not reach the controller',
    ],
    [
      'that sshd refuses',
      '/etc/ssh/sshd_config.d/10-site.conf',
      'NoSuchWord yes',
      '/etc/ssh/sshd_config.d/10-site.conf was changed, and what makes it count failed',
    ],
  ])('to a file %s is undone within its limit, and the run says so', async (_, path, bad, why) => {
    expect((await apply('guarded')).exitCode).toBe(0);
    const good = await host().readFile(path);
    await host().writeFile(path, `${bad}\n`);
    await changed('guarded');
    const { planned, exitCode, said } = await rolledBack();
    expect(planned).toContain(`guardedFile ${path} may cut the host off`);
    expect([exitCode, said]).toEqual([4, expect.stringContaining(why)]);
    expect(await host().readFile(path)).toBe(good);
    expect(await out(host(), 'sh', '-c', 'nft list tables | grep -c lan; systemctl is-active ssh')).toBe('0\nactive\n');
    await until('the agent is linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
  });
});
