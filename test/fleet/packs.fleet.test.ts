import { join } from 'node:path';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { simulated } from './harness/simulated.ts';

const HOST = 'pk-1';
const site = (name: 'yes' | 'no' | 'without'): string => join(import.meta.dirname, `sites/packs/${name}.ts`);

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ hosts: [HOST] });
}, 600_000);
afterAll(() => fleet?.remove(), 120_000);

const sh = (script: string): Promise<string> => out(fleet.host(HOST), 'sh', '-c', script);
const answers = (): Promise<string> => sh('debconf-show tiny');
const files = (): Promise<string> => sh('ls /var/lib/rolecall/packs');

async function cli(...words: string[]) {
  await until('the host is linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
  return fleet.cli(words, { timeoutMs: 300_000 });
}

async function done(...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await cli(...words);
  if (exitCode !== 0) throw new Error(`controller ${words.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`);
  return stdout;
}

const lastRun = async (): Promise<string> => (await done('runs', '-n', '1')).split('\n')[1]?.split(' ')[0] ?? '';
const packIn = (text: string): string => /[0-9a-f]{64}/.exec(text)?.[0] ?? '';

test('a role brings a kind to a real host once an admin has admitted its pack, and not before', async () => {
  const refused = await cli('apply', site('yes'), '-y');
  const pack = packIn(refused.stderr);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain(
    `the role debconf brings the kind debconf.answer in the pack ${pack}, which no admin has`,
  );
  expect(refused.stderr).toContain(`controller packs admit ${pack}`);
  expect(await answers()).toBe('');
  expect(await files()).toBe('');

  expect(await done('packs', 'show', pack)).toContain('debconf-set-selections');
  await done('packs', 'admit', pack);
  expect(await done('plan', site('yes'))).toContain('+ debconf.answer tiny/setuid');
  await done('apply', site('yes'), '-y');
  expect(await answers()).toContain('* tiny/setuid: true');
  expect(await sh('cat /var/cache/debconf/passwords.dat')).toMatch(/Name: tiny\/password\n(.*\n)*Value: \S{24}/);
  expect(await files()).toBe(`${pack}.cjs\nadmitted.json\n`);
  expect(await sh('stat -c "%a %U" /var/lib/rolecall/packs /var/lib/rolecall/packs/*')).toBe(
    '700 root\n600 root\n600 root\n',
  );
}, 300_000);

test('a second apply changes nothing; a change by hand shows, with passwords hidden, and is put right', async () => {
  expect(await done('apply', site('yes'), '-y')).not.toContain('changed');
  await sh("printf 'tiny tiny/setuid boolean false\\ntiny tiny/password password other\\n' | debconf-set-selections");
  const plan = await done('plan', site('yes'), '--diff');
  expect(plan).toContain('~ debconf.answer tiny/setuid');
  expect(plan).toContain('secret');
  expect(plan).not.toContain('other');
  await done('apply', site('yes'), '-y');
  expect(await answers()).toContain('* tiny/setuid: true');
}, 300_000);

test('a simulation carries it out on a copy, and a rollback puts back what stood there', async () => {
  // What lies under /var/cache is no effect that a simulation shows; that it went to its end on the copy is.
  expect((await simulated(fleet, site('no'), HOST)).unknown).toEqual([]);
  expect(await answers()).toContain('* tiny/setuid: true');
  await done('apply', site('no'), '-y');
  expect(await answers()).toContain('* tiny/setuid: false');
  await done('rollback', await lastRun(), '-y');
  expect(await answers()).toContain('* tiny/setuid: true');
}, 300_000);

test('what a kind made goes when the site no longer brings it, also after the agent was killed', async () => {
  await sh('systemctl kill -s KILL rolecall-agent');
  expect(await done('plan', site('without'))).toContain('- debconf.answer tiny/setuid');
  await done('apply', site('without'), '-y');
  expect(await answers()).toBe('');
  expect(await sh('cat /etc/motd')).toBe('packs\n');
}, 300_000);

test('a revoked pack leaves every host at once, is refused in a site, and what it made is kept and said', async () => {
  await done('apply', site('yes'), '-y');
  const pack = packIn(await done('packs', 'list'));
  await done('packs', 'revoke', pack);
  await until('the pack is gone from the host', async () => (await files()) === 'admitted.json\n', 5_000);
  const refused = await cli('plan', site('yes'));
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toMatch(/has revoked/);
  expect(await done('plan', site('without'))).toContain(`its pack ${pack} is not admitted any more`);
  await done('packs', 'admit', pack);
  await done('destroy', site('yes'), '-y');
  expect(await answers()).toBe('');
  expect(await done('audit')).toMatch(/packs\.revoke +debconf\.answer/);
}, 300_000);
