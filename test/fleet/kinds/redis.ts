import { CANARY, type KindsHost, MARKER, resource, shown } from './kinds-host.ts';

/** The real redis-server: installed quietly, its configuration owned key by key, itself rewriting it. One test after the other. */
export function redisClaims(there: () => KindsHost): void {
  const CONF = '/etc/redis/redis.conf';
  const pkg = resource('package', { name: 'redis-server', start: false });
  const owned = { path: CONF, format: 'redis', owner: 'redis', group: 'redis', mode: 0o640 } as const;
  const redis = (words: string) => there().sh(`REDISCLI_AUTH=${CANARY} redis-cli ${words}`);

  test('is installed without having run for a moment, and nothing is left of what kept it from that', async () => {
    const before = await there().sh('ls -la --time-style=+ /usr/sbin/policy-rc.d 2>&1; grep policy /proc/mounts');
    expect((await there().apply(pkg)).outcome).toBe('changed');
    expect(await there().sh('systemctl show -p ActiveState,ActiveEnterTimestampMonotonic redis-server')).toBe(
      'ActiveState=inactive\nActiveEnterTimestampMonotonic=0',
    );
    expect(await there().sh('ls -la --time-style=+ /usr/sbin/policy-rc.d 2>&1; grep policy /proc/mounts')).toBe(before);
    await there().isSettled([pkg]);
    await there().sh(`cp -p ${CONF} /root/shipped.conf`);
  });

  test('keys are set in their places; every other line of its configuration stays', async () => {
    const keys = { maxmemory: '64mb', save: ['900 1', '300 10'], appendonly: 'yes' };
    const file = resource('file', { ...owned, keys });
    expect(
      await there().settles([file], `sed -i 's/^maxmemory .*/maxmemory 1gb/' ${CONF}; echo '# by hand' >>${CONF}`),
    ).toEqual([`file:${CONF} keys.maxmemory: "1gb" → "64mb"`]);
    expect(await there().sh(`diff /root/shipped.conf ${CONF} | grep '^[<>]'`)).toBe(
      ['< appendonly no', '> appendonly yes', '> maxmemory 64mb', '> save 900 1', '> save 300 10', '> # by hand'].join(
        '\n',
      ),
    );
  });

  test('a seed takes the place of what the package shipped, once; what Redis rewrites itself is no difference', async () => {
    await there().sh(`cp -p /root/shipped.conf ${CONF}`);
    const seed = 'bind 127.0.0.1\nport 6379\ndir /var/lib/redis\nlogfile ""\n';
    const file = resource('file', { ...owned, seed, keys: { maxmemory: '64mb', requirepass: MARKER } });
    const service = resource('service', {
      name: 'redis-server',
      enabled: true,
      running: true,
      restartOn: [`file:${CONF}`],
    });
    const all = [pkg, file, service];
    expect(shown((await there().plan(file)).changes)).toEqual([
      `file:${CONF} seeded: false → true`,
      `file:${CONF} keys.maxmemory: null → "64mb"`,
      `file:${CONF} keys.requirepass: secret`,
    ]);
    expect((await there().apply(...all)).outcome).toBe('changed');
    await redis('config set timeout 77');
    await redis('config rewrite');
    expect(await there().sh(`grep -Ec 'CONFIG REWRITE|^timeout 77' ${CONF}`)).toBe('2');
    await there().isSettled(all);
    await redis('config set maxmemory 128mb');
    await redis('config rewrite');
    expect(shown((await there().plan(...all)).changes)).toEqual([
      expect.stringMatching(/keys\.maxmemory: "(128mb|134217728)" → "64mb"/),
      `service:redis-server owed: ["restart: file:${CONF}"] → []`,
    ]);
    expect((await there().apply(...all)).counts).toMatchObject({ ok: 1, changed: 2 });
    expect(await redis('config get maxmemory')).toContain('67108864');
    expect(await redis('config get timeout')).toContain('77');
    await there().isSettled(all);
  });
}
