import { type FirewallFleet, NETWORK, startFirewallFleet, UNDONE } from './harness/firewall-fleet.ts';
import { out, until } from './harness/fleet.ts';

/** A firewall that cuts the agent off from its controller is undone by itself, whatever becomes of the agent. */
let wall: FirewallFleet;

beforeAll(async () => {
  wall = await startFirewallFleet();
}, 600_000);

afterAll(async () => {
  await wall?.fleet.remove();
}, 120_000);

/** Begins the apply that cuts the agent off, and waits until its rules are in the kernel. */
async function cutting(): Promise<{ readonly applying: ReturnType<FirewallFleet['apply']> }> {
  const applying = wall.apply('cut');
  await until('the rules cut', async () => /egress {[^}]*policy drop;/.test(await wall.rules()));
  return { applying };
}

describe('a firewall', () => {
  test('that lets the agent through stays, and is there after the next boot', async () => {
    const before = await wall.rules();
    expect(before).toMatch(/ip daddr \S+ tcp dport \d+ accept comment "the controller"/);
    await wall.host.kill();
    await wall.host.start();
    expect(await wall.rules()).toBe(before);
    await wall.isAsBefore();
  });

  test('that cuts the agent off is undone within its limit, and the run says so', async () => {
    const began = performance.now();
    const done = await wall.apply('cut');
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([4, expect.stringContaining(UNDONE)]);
    expect(done.stdout).toContain('failed=1');
    expect(performance.now() - began).toBeLessThan(60_000);
    await wall.isAsBefore();
  });

  test('is undone with no agent there, and the agent that comes later says so', async () => {
    const { applying } = await cutting();
    await out(wall.host, 'systemctl', 'stop', 'rolecall-agent');
    await until('the former rules are back', async () => /egress {[^}]*policy accept;/.test(await wall.rules()));
    await out(wall.host, 'systemctl', 'start', 'rolecall-agent');
    const done = await applying;
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([4, expect.stringContaining(UNDONE)]);
    await wall.isAsBefore();
  });
});

test('a file of the network that cuts the agent off is put back within its limit, and the run says so', async () => {
  const before = await wall.host.readFile(NETWORK);
  const done = await wall.apply('network');
  expect([done.exitCode, done.stdout + done.stderr]).toEqual([
    4,
    expect.stringContaining(`${NETWORK} undone: the agent could not reach the controller`),
  ]);
  expect(await wall.host.readFile(NETWORK)).toBe(before);
  expect(await out(wall.host, 'sh', '-c', 'ls /run/rolecall-guard /var/lib/rolecall-guarded; true')).not.toMatch(
    /[0-9a-f]{16}/,
  );
  // What was begun of it goes again, while the agent can still fetch what says so.
  await wall.isLinked();
  expect((await wall.apply('open')).exitCode).toBe(0);
});

test('a rollback to rules that cut the agent off is undone within its limit, and the run says so', async () => {
  const kept = '/etc/rolecall-firewall/host.nft';
  await out(wall.host, 'sh', '-c', `sed -i 's/policy accept/policy drop/; /the controller/d' ${kept}; nft -f ${kept}`);
  await wall.changes('open');
  const began = performance.now();
  const { planned, exitCode, said } = await wall.rolledBack();
  expect(planned).toContain('firewall host may cut the host off');
  expect([exitCode, said]).toEqual([4, expect.stringContaining(UNDONE)]);
  expect(performance.now() - began).toBeLessThan(90_000);
  await wall.isAsBefore();
});
