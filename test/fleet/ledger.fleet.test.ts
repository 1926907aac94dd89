import { join } from 'node:path';
import { changedSite } from './harness/changed-site.ts';
import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { killingAgent } from './harness/kill.ts';
import { offer } from './kinds/tiny-packages.ts';

const HOST = 'le-1';
const site = (name: 'one' | 'less' | 'two' | 'without'): string => join(import.meta.dirname, `sites/ledger/${name}.ts`);

let fleet: Fleet;
const sh = (script: string): Promise<string> => out(fleet.host(HOST), 'sh', '-c', script);

beforeAll(async () => {
  fleet = await startFleet({ hosts: [HOST] });
  await offer(fleet.host(HOST), [
    { name: 'tiny-ledger', version: '1' },
    { name: 'tiny-ledger', version: '2' },
  ]);
  await sh('echo old >/etc/ledger-old.conf; chmod 600 /etc/ledger-old.conf');
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

/** Every byte, mode and owner that a role could have touched (programs' own backups end in `-`), accounts, packages and units. */
const LOOK = `find /etc /var/lib/ledger* -xdev ! -name '*-' ! -name .pwd.lock ! -name ld.so.cache -printf '%p %y %m %u %g %l\\n' 2>/dev/null | sort
find /etc /var/lib/ledger* -xdev -type f ! -name '*-' ! -name .pwd.lock ! -name ld.so.cache -print0 2>/dev/null | sort -z | xargs -0 sha256sum
dpkg-query -W -f '\${Package} \${Version} \${db:Status-Abbrev}\\n' tiny-ledger 2>/dev/null
systemctl show -p Id,LoadState,ActiveState,UnitFileState,Description,LimitNOFILE ledger ledger-new`;
const look = (): Promise<string> => sh(LOOK);

async function cli(...words: string[]): Promise<string> {
  await until('the host is linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
  const done = await fleet.cli(words);
  if (done.exitCode !== 0)
    throw new Error(`controller ${words.join(' ')} ended with ${done.exitCode}:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

const apply = (name: Parameters<typeof site>[0]): Promise<string> => cli('apply', site(name), '-y');
/** How often the agent was killed while some work went on. */
const killing = async (work: Promise<unknown>): Promise<number> =>
  (await killingAgent(fleet.host(HOST), work, 3)).kills;

/** The run that applied last. */
const lastRun = async (): Promise<string> => (await cli('runs', '-n', '1')).split('\n')[1]?.split(' ')[0] ?? '';

const startOf = (unit: string): Promise<string> =>
  sh(`systemctl show -p ActiveEnterTimestampMonotonic --value ${unit}`);

test('a resource that left its role goes, what went by it is restarted, and everything else stays', async () => {
  await apply('one');
  const [before, started] = [await look(), await startOf('ledger')];
  expect(await cli('plan', site('less'))).toContain('/etc/ledger/extra.conf');
  await apply('less');
  const gone = before.split('\n').filter((line) => !line.includes('/etc/ledger/extra.conf'));
  expect((await look()).split('\n')).toEqual(gone);
  expect(Number(await startOf('ledger'))).toBeGreaterThan(Number(started));
  const settled = await startOf('ledger');
  expect(await apply('less')).toMatch(/changed=0|ok/);
  expect(await startOf('ledger')).toBe(settled);
});

test('another site with a use of one name on the host is refused, and the host stays as it is', async () => {
  const before = await look();
  using other = changedSite(site('without'), ["name: 'ledger'", "name: 'other'"], ["'./roles.ts'", "'../roles.ts'"]);
  const { exitCode, stderr } = await fleet.cli(['apply', other.path, '-y']);
  expect(stderr).toContain('neighbour@le-1 is of the site "ledger" (applied ');
  expect(exitCode).not.toBe(0);
  expect(await look()).toBe(before);
});

test('a run is rolled back to every byte, mode, owner, version and unit state', async () => {
  await apply('one');
  const before = await look();
  await apply('two');
  const run = await lastRun();
  expect(await look()).not.toBe(before);
  expect(await cli('rollback', run, '--check')).toContain('/etc/ledger/app.conf');
  await cli('rollback', run, '-y');
  expect(await look()).toBe(before);
});

test('so it is when the agent is killed again and again, on the way there and on the way back', async () => {
  const before = await look();
  let kills = 0;
  for (let round = 0; kills < 10 && round < 6; round++) {
    kills += await killing(apply('two'));
    const run = await lastRun();
    kills += await killing(cli('rollback', run, '-y'));
    expect(await look()).toBe(before);
  }
  expect(kills).toBeGreaterThanOrEqual(10);
}, 900_000);

test('a role that left its host goes, data and what was there before stay, its neighbour is not touched', async () => {
  await sh('echo data >/var/lib/ledger/data');
  const neighbour = () => sh("stat -c '%n %Y %Z %i' /etc/ledger-neighbour.conf /etc/ledger-old.conf.d");
  const before = await neighbour();
  const planned = await cli('plan', site('without'));
  for (const kept of ['/var/lib/ledger', '/etc/ledger-old.conf']) expect(planned).toContain(kept);
  expect(planned).toContain('- package tiny-ledger');
  await killing(apply('without'));
  const left = await sh("cd /etc; find . -name '*ledger*' ! -path './apt/*' ! -name '*-' | sort");
  expect(left.trim().split('\n')).toEqual([
    './ledger',
    './ledger-neighbour.conf',
    './ledger-old.conf',
    './ledger-old.conf.d',
  ]);
  expect(await sh('ls -A /etc/ledger; cat /var/lib/ledger/data; id -un ledger')).toBe('data\nledger\n');
  expect(await sh('dpkg-query -W tiny-ledger 2>/dev/null || echo gone')).toBe('gone\n');
  expect(await sh('systemctl is-active ledger || true')).toBe('inactive\n');
  expect(await neighbour()).toBe(before);
  expect(await cli('plan', site('without'))).not.toContain('ledger-old');
});
