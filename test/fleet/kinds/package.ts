import { type KindsHost, resource, shown } from './kinds-host.ts';
import { offer, REPOSITORY, type TinyPackage } from './tiny-packages.ts';

const PACKAGES: readonly TinyPackage[] = [
  { name: 'kinds-demo', version: '1.0' },
  { name: 'kinds-demo', version: '2.0' },
  { name: 'kinds-slow', version: '1.0', scripts: { preinst: 'sleep 4' } },
  { name: 'kinds-other', version: '1.0' },
  ...['a', 'b', 'c', 'd'].map((name) => ({ name: `kinds-${name}`, version: '1.0' })),
  {
    name: 'kinds-broken',
    version: '1.0',
    scripts: { postinst: 'test -e /srv/mended || { echo "there is no database" >&2; exit 3; }' },
  },
];

/** Packages: versions, holds, a lock that others hold, installations that break. */
export function packageClaims(there: () => KindsHost): void {
  beforeAll(() => offer(there().host, PACKAGES));

  test('a version is kept and held', async () => {
    const pkg = resource('package', { name: 'kinds-demo', version: '1.0', hold: true });
    expect(await there().settles([pkg], 'apt-mark unhold kinds-demo; apt-get install -y kinds-demo=2.0')).toEqual([
      'package:kinds-demo version: "2.0" → "1.0"',
      'package:kinds-demo hold: false → true',
    ]);
    expect(await there().sh('dpkg -l kinds-demo | tail -1')).toMatch(/^hi +kinds-demo +1\.0 /);
  });

  test('one that does not exist fails in a sentence, with the last lines of apt', async () => {
    const { fault } = await there().apply(resource('package', { name: 'no-such-package' }));
    expect(fault).toMatchObject({
      code: 'package_not_found',
      message: 'Installing no-such-package failed: apt knows no such package or version: no-such-package.',
      lastLines: expect.arrayContaining(['E: Unable to locate package no-such-package']),
    });
  });

  test('neighbours come in one transaction, each with its own outcome', async () => {
    const pkgs = ['a', 'b', 'kinds-demo', 'c'].map((name) =>
      resource('package', { name: name.length === 1 ? `kinds-${name}` : name }),
    );
    const before = await there().sh('grep -c ^Commandline: /var/log/apt/history.log');
    const made = await there().apply(...pkgs);
    expect(made).toMatchObject({ outcome: 'changed', counts: { ok: 1, changed: 3 } });
    expect(made.settled.map(({ change }) => change.key)).toEqual(['kinds-a', 'kinds-b', 'kinds-c']);
    expect(Number(await there().sh('grep -c ^Commandline: /var/log/apt/history.log'))).toBe(Number(before) + 1);
    await there().isSettled(pkgs);
  });

  test('of neighbours, the one that does not exist is named, and none is half done', async () => {
    const pkgs = ['kinds-d', 'no-such-package'].map((name) => resource('package', { name }));
    const { settled, counts } = await there().apply(...pkgs);
    expect(settled.map(({ change, outcome }) => `${outcome} ${change.key}`)).toEqual(['failed no-such-package']);
    expect(counts).toMatchObject({ ok: 0, changed: 0, failed: 1, skipped: 1 });
    expect(await there().sh('dpkg -l kinds-d 2>/dev/null | grep -c ^ii')).toBe('0');
  });

  test('the lock of dpkg is waited for while another program holds it', async () => {
    await there().sh(`systemd-run -q --unit=other-dpkg dpkg -i ${REPOSITORY}/kinds-slow_1.0_all.deb`);
    await there().until('pgrep -f "^sleep 4$"');
    expect((await there().apply(resource('package', { name: 'kinds-other' }))).outcome).toBe('changed');
    expect(await there().sh('dpkg -l kinds-slow kinds-other | grep -c ^ii')).toBe('2');
  });

  test('an installation that broke says why, and is completed by the apply after it was mended', async () => {
    const pkg = resource('package', { name: 'kinds-broken' });
    expect((await there().apply(pkg)).fault).toMatchObject({
      code: 'command_failed',
      lastLines: expect.arrayContaining(['there is no database']),
    });
    expect((await there().apply(pkg)).fault).toMatchObject({ hint: expect.stringContaining('dpkg --audit') });
    const beside = await there().apply(resource('package', { name: 'kinds-d' }), pkg);
    expect(beside.fault?.message).toContain('an interrupted installation could not be completed');
    await there().sh('touch /srv/mended');
    expect(shown((await there().plan(pkg)).changes)).toEqual([
      'package:kinds-broken status: "half-configured" → "installed"',
    ]);
    expect((await there().apply(pkg)).outcome).toBe('changed');
    await there().isSettled([pkg]);
  });
}
