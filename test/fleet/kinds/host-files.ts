import { type KindsHost, resource } from './kinds-host.ts';

/** What a host is called, where and when it is, what it runs by the clock. */
export function hostFileClaims(there: () => KindsHost): void {
  test('a name in /etc/hosts is what the system looks up', async () => {
    const before = await there().sh('cat /etc/hosts');
    const entry = resource('hostsEntry', { name: 'redis-1', address: ['10.9.1.5', 'fd00::5'], aliases: ['redis'] });
    expect(await there().settles([entry], "sed -i 's/10.9.1.5/10.9.1.6/' /etc/hosts")).toEqual([
      'hostsEntry:redis-1 addresses: ["10.9.1.6","fd00::5"] → ["10.9.1.5","fd00::5"]',
    ]);
    expect(await there().sh('getent ahostsv4 redis | head -1')).toMatch(/^10\.9\.1\.5\s/);
    expect(await there().remove(entry)).toEqual({ 'hostsEntry:redis-1': 'gone' });
    expect(await there().sh('cat /etc/hosts')).toBe(before);
  });

  test('the host is called what it shall be, at once and after its next start', async () => {
    const name = resource('hostname', { name: 'renamed-1' });
    expect(await there().back(name)).toEqual([]);
    const before = await there().sh('hostname');
    expect((await there().apply(name)).outcome).toBe('changed');
    await there().isSettled([name]);
    expect(await there().sh('hostname; cat /etc/hostname; uname -n')).toBe('renamed-1\nrenamed-1\nrenamed-1');
    await there().apply(resource('hostname', { name: before }));
  });

  test('the time zone is what programs go by', async () => {
    const zone = resource('timezone', { zone: 'Asia/Tokyo' });
    expect(await there().back(zone)).toEqual([]);
    expect((await there().apply(zone)).outcome).toBe('changed');
    await there().isSettled([zone]);
    expect(await there().sh('date +%Z; readlink -f /etc/localtime')).toBe('JST\n/usr/share/zoneinfo/Asia/Tokyo');
    expect((await there().apply(resource('timezone', { zone: 'Asia/Nowhere' }))).fault?.code).toBe('no_zone');
  });

  test('a locale is generated, and is the language of later sessions; removing it takes both back', async () => {
    const locale = resource('locale', { name: 'de_DE.UTF-8', default: true });
    expect(await there().settles([locale], 'echo LANG=C.UTF-8 >/etc/default/locale')).toEqual([
      'locale:de_DE.UTF-8 lang: "C.UTF-8" → "de_DE.UTF-8"',
    ]);
    expect(await there().sh('LC_ALL=de_DE.UTF-8 date -d 2026-03-01 +%B')).toBe('März');
    expect(await there().remove(locale)).toEqual({ 'locale:de_DE.UTF-8': 'gone' });
    expect(await there().sh('locale -a | grep -c de_DE; grep -c ^LANG /etc/default/locale')).toBe('0\n0');
  });

  test('a job of cron is made and kept; one that cron would pass over is refused', async () => {
    const job = resource('cron', { name: 'demo', schedule: '@daily', user: 'daemon', command: 'true' });
    const odd = resource('cron', { name: 'odd', schedule: '@daily', user: 'no-such-user', command: 'true' });
    expect(await there().settles([job], 'chmod 644 /etc/cron.d/demo')).toEqual(['cron:demo mode: "0644" → "0600"']);
    expect((await there().apply(odd)).fault?.message).toBe('cron would pass over odd: there is no user no-such-user.');
    expect(await there().remove(job)).toEqual({ 'cron:demo': 'gone' });
  });

  test('logs are rotated as declared, and what logrotate refuses is never in place', async () => {
    await there().sh('mkdir -p /var/log/demo /var/log/open; echo line >/var/log/demo/a.log; chmod 777 /var/log/open');
    await there().sh('touch /var/log/open/a.log');
    const rules = resource('logRotate', {
      name: 'demo',
      paths: ['/var/log/demo/*.log'],
      keep: 2,
      create: { mode: 0o600, owner: 'daemon', group: 'adm' },
      afterwards: ['echo done >/tmp/rotated'],
    });
    expect(
      await there().settles([rules], 'sed -i s/weekly/daily/ /etc/logrotate.d/demo; echo >>/etc/logrotate.d/demo'),
    ).toEqual(['logRotate:demo content: text']);
    await there().sh('logrotate -f /etc/logrotate.d/demo');
    expect(await there().sh('stat -c "%n %U %a" /var/log/demo/*; cat /tmp/rotated')).toBe(
      '/var/log/demo/a.log daemon 600\n/var/log/demo/a.log.1 root 644\ndone',
    );
    const open = resource('logRotate', { name: 'open', paths: ['/var/log/open/*.log'] });
    expect((await there().apply(open)).fault).toMatchObject({ code: 'invalid_content' });
    expect(await there().sh('ls /etc/logrotate.d/open 2>&1')).toContain('No such file');
    expect(await there().remove(rules)).toEqual({ 'logRotate:demo': 'gone' });
  });

  test('a program is chosen among alternatives, and the choice given back', async () => {
    await there().sh('i="update-alternatives --install /usr/bin/demo demo"; $i /bin/true 20; $i /bin/false 10');
    const choice = resource('alternatives', { name: 'demo', path: '/bin/false' });
    expect(await there().back(choice)).toEqual([]);
    expect((await there().apply(choice)).outcome).toBe('changed');
    await there().isSettled([choice]);
    expect(await there().sh('readlink -f /usr/bin/demo')).toMatch(/\/false$/);
    expect((await there().apply(resource('alternatives', { name: 'demo', path: '/bin/cat' }))).fault).toMatchObject({
      code: 'command_failed',
      lastLines: expect.arrayContaining([expect.stringContaining('not registered')]),
    });
    expect(await there().remove(choice)).toEqual({ 'alternatives:demo': 'gone' });
    expect(await there().sh('readlink -f /usr/bin/demo')).toMatch(/\/true$/);
  });
}
