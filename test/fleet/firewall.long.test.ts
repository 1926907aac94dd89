import { type FirewallFleet, NETWORK, startFirewallFleet, UNDONE } from './harness/firewall-fleet.ts';
import { out, until } from './harness/fleet.ts';

/** What else may become of changes that cut the agent off: power cuts in their middle, and files that a rollback brings back. */
let wall: FirewallFleet;

beforeAll(async () => {
  wall = await startFirewallFleet();
}, 600_000);

afterAll(async () => {
  await wall?.fleet.remove();
}, 120_000);

test('a firewall that cuts the agent off is not there any more after a power cut, and undone when it is tried again', async () => {
  const applying = wall.apply('cut');
  await until('the rules cut', async () => /egress {[^}]*policy drop;/.test(await wall.rules()));
  await wall.host.kill();
  await wall.host.start();
  const done = await applying;
  expect([done.exitCode, done.stdout + done.stderr]).toEqual([4, expect.stringContaining(UNDONE)]);
  await wall.isAsBefore();
});

test('a file of the network is put back after a power cut by the agent alone, which tries it once more', async () => {
  const before = await wall.host.readFile(NETWORK);
  const applying = wall.apply('network');
  await until('the new file is there', async () => (await wall.host.readFile(NETWORK)) !== before);
  await wall.host.kill();
  await wall.host.start();
  const done = await applying;
  expect([done.exitCode, done.stdout + done.stderr]).toEqual([4, expect.stringContaining(`${NETWORK} undone`)]);
  expect(await wall.host.readFile(NETWORK)).toBe(before);
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
])('a rollback to a file %s is undone within its limit, and the run says so', async (_, path, bad, why) => {
  expect((await wall.apply('guarded')).exitCode).toBe(0);
  const good = await wall.host.readFile(path);
  await wall.host.writeFile(path, `${bad}\n`);
  await wall.changes('guarded');
  const { planned, exitCode, said } = await wall.rolledBack();
  expect(planned).toContain(`guardedFile ${path} may cut the host off`);
  expect([exitCode, said]).toEqual([4, expect.stringContaining(why)]);
  expect(await wall.host.readFile(path)).toBe(good);
  expect(await out(wall.host, 'sh', '-c', 'nft list tables | grep -c lan; systemctl is-active ssh')).toBe(
    '0\nactive\n',
  );
  await wall.isLinked();
});
