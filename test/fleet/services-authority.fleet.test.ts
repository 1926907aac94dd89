import { join } from 'node:path';
import type { CommandResult } from '../lab/machine/command.ts';
import { changedSite } from './harness/changed-site.ts';
import { applySite } from './harness/commands.ts';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';

/** A service on one host whose certificate the controller signs, and a client on another that trusts it by the authority's file. */
const SITE = join(import.meta.dirname, 'sites/services-authority.ts');
const RENEWING = ['days: 2, renewDays: 1', 'days: 90, renewDays: 60'] as const;

let fleet: Fleet;

const applied = (site: string): Promise<CommandResult> => applySite(fleet, site);

/** What curl on the second host says of the server on the first. */
const met = async (name = 'server.example'): Promise<string> => {
  const address = fleet.host('tls-1').address;
  const words = `curl -sS -o /dev/null -w '%{http_code}' --cacert /etc/tls/ca.crt --connect-to ${name}:8443:${address}:8443 https://${name}:8443/ 2>&1 || true`;
  return out(fleet.host('tls-2'), 'sh', '-c', words);
};
const trusted = () => until('the client trusts the server', async () => (await met()) === '200', 20_000);

const shown = (what: string): Promise<string> =>
  out(fleet.host('tls-1'), 'sh', '-c', `openssl x509 -in /etc/tls/server.crt -noout ${what}`);

beforeAll(async () => {
  fleet = await startFleet({ hosts: ['tls-1', 'tls-2'] });
}, 600_000);
afterAll(() => fleet?.remove(), 120_000);

test('a plan says what will be made and for how long, and makes nothing', async () => {
  const { stdout } = await fleet.cli(['plan', SITE, '--diff']);
  expect(stdout).toContain('certificate');
  expect(stdout).toContain('valid (made for 2 days)');
  expect((await fleet.host('tls-1').exec(['ls', '/etc/tls'])).exitCode).not.toBe(0);
  expect((await fleet.cli(['audit'])).stdout).not.toContain('certificate.signed');
});

test('a client on another host trusts the server by the file, under its names alone; a second apply is silent', async () => {
  await applied(SITE);
  await trusted();
  expect(await met('other.example')).toContain('no alternative certificate subject name');
  expect(await out(fleet.host('tls-1'), 'stat', '-c', '%a %U', '/etc/tls/server.key')).toBe('600 root\n');
  expect((await applied(SITE)).stdout).not.toMatch(/changed=[1-9]/);
  const plan = await fleet.cli(['plan', SITE, '--detailed-exitcode']);
  expect(plan.exitCode).toBe(0);
});

test('one that is due is signed anew for the same key, its server shows it, and after that nothing differs', async () => {
  using site = changedSite(SITE, RENEWING);
  const [serial, key] = [await shown('-serial'), await out(fleet.host('tls-1'), 'sha256sum', '/etc/tls/server.key')];
  const planned = (await fleet.cli(['plan', site.path])).stdout;
  expect(planned).toMatch(/ends on \d{4}-\d\d-\d\d, to be renewed.*valid \(made for 90 days\)/);
  await applied(site.path);
  expect(await shown('-serial')).not.toBe(serial);
  expect(await out(fleet.host('tls-1'), 'sha256sum', '/etc/tls/server.key')).toBe(key);
  expect(await shown('-checkend 7000000')).toContain('will not expire');
  await trusted();
  const seen = await out(
    fleet.host('tls-2'),
    'sh',
    '-c',
    `openssl s_client -connect ${fleet.host('tls-1').address}:8443 </dev/null 2>/dev/null | openssl x509 -noout -serial`,
  );
  expect(seen).toBe(await shown('-serial'));
  expect((await applied(site.path)).stdout).not.toMatch(/changed=[1-9]/);
});

test('one that is due while its host reaches nobody is signed once it does again, in the same run', async () => {
  using site = changedSite(SITE, [RENEWING[0], 'days: 300, renewDays: 200, holdsOn: true']);
  const serial = await shown('-serial');
  const applying = fleet.cli(['apply', site.path, '-y']).catch(() => undefined);
  const holds = async () => (await fleet.host('tls-1').exec(['test', '-e', '/run/holds-on'])).exitCode === 0;
  await until('its work is under way', holds);
  await fleet.controller.kill();
  await until('it comes to the certificate', async () => !(await holds()));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(await shown('-serial')).toBe(serial);
  await fleet.controller.start();
  await until('it is signed', async () => (await shown('-serial')) !== serial);
  await trusted();
  await applying;
  await until('the run has ended well', async () =>
    /\b(ok|changed)\s*$/m.test((await fleet.cli(['runs', '-n', '1'])).stdout),
  );
});

test("the authority's own key is changed in three steps, and the client trusts the server after each", async () => {
  using site = changedSite(SITE, RENEWING);
  const certificates = () => out(fleet.host('tls-2'), 'grep', '-c', 'BEGIN CERTIFICATE', '/etc/tls/ca.crt');
  const step = async (word: string) => {
    expect((await fleet.cli(['authority', word])).exitCode).toBe(0);
    await applied(site.path);
    await trusted();
  };
  await step('prepare');
  expect(await certificates()).toBe('2\n');
  expect(await shown('-issuer')).toContain('authority 1');
  await step('switch');
  expect(await shown('-issuer')).toContain('authority 2');
  await step('retire');
  expect(await certificates()).toBe('1\n');
  expect((await applied(site.path)).stdout).not.toMatch(/changed=[1-9]/);
});

test("a host that asks for another's names is refused, and the audit says so", async () => {
  const asked = JSON.stringify({
    assignment: 'some-run/server@tls-1/converge/1',
    path: '/etc/tls/server.crt',
    names: ['server.example'],
    publicKey: 'x',
    proof: 'AAAA',
  });
  const words = `curl -sS --cert /etc/rolecall/agent.crt --key /etc/rolecall/agent.key --cacert /etc/rolecall/ca.crt -d '${asked}' \\
    https://${fleet.lab.gateway}:${fleet.controller.port}/service-certificate`;
  expect(await out(fleet.host('tls-2'), 'sh', '-c', words)).toContain('it has no such work');
  const { stdout } = await fleet.cli(['audit']);
  expect(stdout).toMatch(
    /host tls-2 +certificate\.refused +\/etc\/tls\/server\.crt for server\.example: it has no such work/,
  );
  expect(stdout).toMatch(/host tls-1 +certificate\.signed/);
});

test('the certificate of a service opens no link: the controller takes agents of its other authority only', async () => {
  const words = `curl -sS -o /dev/null -w '%{http_code}' --cert /etc/tls/server.crt --key /etc/tls/server.key --cacert /etc/rolecall/ca.crt \\
    https://${fleet.lab.gateway}:${fleet.controller.port}/certificate`;
  expect(await out(fleet.host('tls-1'), 'sh', '-c', words)).toBe('403');
});

test('a given pair that ends soon is warned of once for all hosts, in every plan and apply, though nothing differs', async () => {
  const made = `cd /root && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout x.key -out x.crt -days 10 -subj /CN=x 2>/dev/null`;
  await out(fleet.host('tls-1'), 'sh', '-c', made);
  const line = async (file: string) =>
    (await out(fleet.host('tls-1'), 'cat', `/root/${file}`)).trim().replaceAll('\n', String.raw`\n`);
  using site = changedSite(
    join(import.meta.dirname, 'sites/ending.ts'),
    ["'CERTIFICATE'", `'${await line('x.crt')}'`],
    ["'PRIVATE'", `'${await line('x.key')}'`],
  );
  const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const warning = `warning: certificate /etc/given/tls.crt: the given certificate ends on ${day} (2 hosts)`;
  expect((await applied(site.path)).stdout.split('\n').filter((each) => each === warning)).toHaveLength(2);
  const again = await applied(site.path);
  expect(again.stdout).not.toMatch(/changed=[1-9]/);
  expect(again.stdout.split('\n').filter((each) => each === warning)).toHaveLength(1);
  const plan = await fleet.cli(['plan', site.path, '--json']);
  expect(JSON.parse(plan.stdout)).toMatchObject({
    warnings: [{ kind: 'certificate', key: '/etc/given/tls.crt', hosts: ['tls-1', 'tls-2'] }],
  });
});
