import { type KindsHost, resource } from './kinds-host.ts';

/** Timers: when they run, as whom, and what they never run beside. */
export function timerClaims(there: () => KindsHost): void {
  const job = (name: string, more: object = {}) =>
    resource('timer', { name, argv: ['/bin/true'], calendar: 'daily', ...more });
  const nextOf = (name: string) => there().sh(`systemctl show -P NextElapseUSecRealtime ${name}.timer`);

  test('a timer is made and kept, and repaired after a change by hand', async () => {
    const made = job('made', { spreadMs: 3_600_000, catchUp: true });
    const spoil = "systemctl disable --now made.timer; sed -i 's/=daily/=weekly/' /etc/systemd/system/made.timer";
    expect(await there().settles([made], spoil)).toEqual([
      'timer:made timer: text',
      'timer:made enabled: false → true',
      'timer:made running: false → true',
    ]);
  });

  test('its time is its own: always the same on a host, another for another name', async () => {
    const spread = (name: string) => job(name, { spreadMs: 20 * 3_600_000 });
    await there().apply(spread('one'), spread('two'));
    const [one, two] = [await nextOf('one'), await nextOf('two')];
    expect(one).not.toBe(two);
    for (let round = 0; round < 3; round++) {
      await there().sh('systemctl daemon-reload; systemctl restart one.timer two.timer');
      expect([await nextOf('one'), await nextOf('two')]).toEqual([one, two]);
    }
  });

  test('runs its program with its words unchanged, as its user, in its directory', async () => {
    const words = ['a b', '100%', '$HOME', 'x"y', '\\n', ';', 'ä', ''];
    const script = '{ id -un; pwd; printf "<%s>" "$@"; } >/tmp/words';
    const argv = ['/bin/sh', '-c', script, 'sh', ...words];
    for (const mutex of [undefined, 'words']) {
      const more = { argv, user: 'daemon', directory: '/usr/share', ...(mutex === undefined ? {} : { mutex }) };
      await there().apply(job('words', more));
      await there().sh('rm -f /tmp/words; systemctl start words.service');
      expect(await there().sh('cat /tmp/words')).toBe(
        ['daemon', '/usr/share', words.map((word) => `<${word}>`).join('')].join('\n'),
      );
    }
  });

  test('jobs of one mutex never overlap; one that waits too long fails', async () => {
    const argv = ['/bin/sh', '-c', 'echo in >>/run/heavy; sleep 2; echo out >>/run/heavy'];
    await there().apply(
      job('heavy-1', { argv, mutex: 'heavy' }),
      job('heavy-2', { argv, mutex: 'heavy' }),
      job('hasty', { argv, mutex: 'heavy', mutexWaitMs: 0 }),
    );
    await there().sh('systemctl start --no-block heavy-1.service heavy-2.service');
    await there().until('[ -e /run/heavy ]');
    await there().sh('systemctl start hasty.service');
    expect(await there().sh('systemctl show -P ExecMainStatus hasty.service')).toBe('75');
    await there().until('[ "$(wc -l </run/heavy)" = 4 ]');
    expect(await there().sh('cat /run/heavy')).toBe('in\nout\nin\nout');
  });

  test('a time that systemd does not understand is refused before anything is written', async () => {
    expect((await there().apply(job('bad', { calendar: 'dayly' }))).fault?.message).toContain('dayly');
    expect(await there().sh('ls /etc/systemd/system | grep bad')).toBe('');
  });
}
