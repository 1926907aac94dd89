import { type KindsHost, MARKER, resource, shown } from './kinds-host.ts';

const COMPOSE = `# who we are
services:
  web: # the front
    image: nginx:1
    ports: ["80:80"]

volumes: {}
`;

/** Files of which parts are owned: keys, lines, blocks. */
export function partsClaims(there: () => KindsHost): void {
  const write = (path: string, text: string) => there().host.writeFile(path, text);

  test('values in YAML are made and kept; comments and all else stay; removing gives the file back', async () => {
    await write('/etc/app.yml', COMPOSE);
    const file = resource('file', {
      path: '/etc/app.yml',
      format: 'yaml',
      keys: { 'services.web.user': 'app', 'services.db.image': 'postgres:16', 'services.db.password': MARKER },
    });
    expect(await there().settles([file], "sed -i 's/postgres:16/postgres:9/; s/app/root/' /etc/app.yml")).toEqual([
      'file:/etc/app.yml keys.services.web.user: "root" → "app"',
      'file:/etc/app.yml keys.services.db.image: "postgres:9" → "postgres:16"',
    ]);
    expect(await there().sh('grep -c "# the front" /etc/app.yml')).toBe('1');
    expect(await there().remove(file)).toEqual({ 'file:/etc/app.yml': 'gone' });
    expect(await there().sh('cat /etc/app.yml')).toBe(COMPOSE.trim());
  });

  test('a secret that changes in YAML shows as one', async () => {
    await write('/etc/secret.yml', 'password: old\n');
    const file = resource('file', { path: '/etc/secret.yml', format: 'yaml', keys: { password: MARKER } });
    expect(shown((await there().plan(file)).changes)).toEqual(['file:/etc/secret.yml keys.password: secret']);
  });

  test("keys of systemd's own configuration are what systemd then reads", async () => {
    const path = '/etc/systemd/journald.conf';
    const before = await there().sh(`cat ${path}`);
    const file = resource('file', { path, format: 'ini', keys: { 'Journal.SystemMaxUse': '64M' } });
    expect(await there().back(file)).toEqual([]);
    expect(await there().settles([file], `sed -i 's/^SystemMaxUse.*/SystemMaxUse=1G/' ${path}`)).toEqual([
      `file:${path} keys.Journal.SystemMaxUse: "1G" → "64M"`,
    ]);
    expect(await there().sh(`systemd-analyze cat-config systemd/journald.conf | grep ^SystemMaxUse`)).toBe(
      'SystemMaxUse=64M',
    );
    expect(await there().remove(file)).toEqual({ [`file:${path}`]: 'gone' });
    expect(await there().sh(`cat ${path}`)).toBe(before);
  });

  test('values in JSON are made and kept; what is no JSON is left alone, with its line', async () => {
    await write('/etc/daemon.json', '{\n  "mtu": 1400\n}\n');
    const file = resource('file', {
      path: '/etc/daemon.json',
      format: 'json',
      keys: { 'log-opts.max-size': '10m', features: { buildkit: true } },
    });
    expect(await there().settles([file], "sed -i 's/10m/1g/' /etc/daemon.json")).toEqual([
      'file:/etc/daemon.json keys.log-opts.max-size: "1g" → "10m"',
    ]);
    expect(JSON.parse(await there().sh('cat /etc/daemon.json'))).toEqual({
      mtu: 1400,
      'log-opts': { 'max-size': '10m' },
      features: { buildkit: true },
    });
    await there().sh('echo "{ mtu: 1" >/etc/daemon.json');
    expect((await there().apply(file)).fault?.message).toContain('/etc/daemon.json, line 1: this is not JSON');
    expect(await there().sh('cat /etc/daemon.json')).toBe('{ mtu: 1');
  });

  test('lines of sshd stand before its sections, and only where sshd takes them', async () => {
    const path = '/etc/ssh/sshd_config';
    await there().sh(`printf 'Match User git\\n  PermitTTY no\\n' >>${path}`);
    const lines = (value: string) =>
      resource('file', {
        path,
        lines: [
          { line: `PermitRootLogin ${value}`, match: '^#?PermitRootLogin\\b' },
          { line: 'MaxSessions 5', match: '^#?MaxSessions\\b', before: '^Match' },
        ],
        validate: ['/usr/sbin/sshd', '-t', '-f', '{}'],
      });
    await there().sh('mkdir -p /run/sshd');
    expect(await there().settles([lines('no')], `sed -i 's/^PermitRootLogin no/PermitRootLogin yes/' ${path}`)).toEqual(
      [`file:${path} lines.^#?PermitRootLogin\\b: "PermitRootLogin yes" → "PermitRootLogin no"`],
    );
    expect(await there().sh('/usr/sbin/sshd -T | grep -Ei "^(permitrootlogin|maxsessions)"')).toBe(
      'maxsessions 5\npermitrootlogin no',
    );
    expect((await there().apply(lines('perhaps'))).fault).toMatchObject({ code: 'invalid_content' });
    expect(await there().sh(`grep ^PermitRootLogin ${path}`)).toBe('PermitRootLogin no');
  });

  test('a block is made and kept between its marks; removing gives the file back', async () => {
    const before = await there().sh('cat /etc/hosts');
    const file = resource('file', { path: '/etc/hosts', blocks: { redis: '10.9.0.5 redis-1\n10.9.0.6 redis-2\n' } });
    expect(await there().settles([file], "sed -i 's/10.9.0.6/10.9.0.7/' /etc/hosts")).toEqual([
      'file:/etc/hosts blocks.redis: text',
    ]);
    expect(await there().sh('getent hosts redis-2')).toMatch(/^10\.9\.0\.6\s/);
    expect(await there().remove(file)).toEqual({ 'file:/etc/hosts': 'gone' });
    expect(await there().sh('cat /etc/hosts')).toBe(before);
  });
}
