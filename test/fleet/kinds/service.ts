import { type KindsHost, resource, shown } from './kinds-host.ts';

/** Units and services: what is read again, restarted, and owed. */
export function serviceClaims(there: () => KindsHost): void {
  const unitText = (script: string): string =>
    `[Unit]\nDescription=A demo\n[Service]\nExecStart=/bin/sh -c '${script}'\n[Install]\nWantedBy=multi-user.target\n`;
  const unit = resource('unit', {
    name: 'demo.service',
    content: unitText('echo started >>/run/demo-starts; exec sleep infinity'),
  });
  const conf = (content: string) => resource('file', { path: '/etc/demo.conf', content });
  const migrate = resource('command', { name: 'migrate', argv: ['test', '!', '-e', '/run/demo-broken'] });
  const service = resource('service', {
    name: 'demo',
    enabled: true,
    running: true,
    restartOn: ['file:/etc/demo.conf', 'unit:demo.service'],
  });
  const starts = async (): Promise<number> => Number(await there().sh('wc -l </run/demo-starts'));

  test('systemd has read a unit again whenever it was changed', async () => {
    expect(
      await there().settles(
        [unit],
        "systemctl start demo; sed -i 's/A demo/By hand/' /etc/systemd/system/demo.service",
      ),
    ).toEqual(['unit:demo.service content: text', 'unit:demo.service loaded: false → true']);
    expect(await there().sh('systemctl show -p Description,NeedDaemonReload demo')).toBe(
      'Description=A demo\nNeedDaemonReload=no',
    );
  });

  test('a unit that systemd refuses is said at once', async () => {
    const bad = resource('unit', { name: 'bad.service', content: '[Service]\nType=simple\n' });
    expect((await there().apply(bad)).fault).toMatchObject({
      code: 'unit_refused',
      message: expect.stringContaining('systemd does not accept bad.service'),
    });
  });

  test('units that are neighbours are read by systemd once; one that it refuses is named', async () => {
    const units = ['x', 'y', 'z'].map((name) =>
      resource('unit', { name: `demo-${name}.service`, content: name === 'z' ? '[Service]\n' : unitText('true') }),
    );
    const reloads = async (): Promise<number> =>
      Number(
        await there().sh(
          "journalctl -b --no-pager -o cat _PID=1 | grep -cE '^(Reload(ing)? requested from|Reloading\\.$)'",
        ),
      );
    const before = await reloads();
    const { settled } = await there().apply(...units);
    expect(settled.map(({ change, outcome }) => `${outcome} ${change.key}`)).toEqual([
      'changed demo-x.service',
      'changed demo-y.service',
      'failed demo-z.service',
    ]);
    expect(await reloads()).toBe(before + 1);
  });

  test('a service is enabled and running, and is kept so', async () => {
    expect(await there().settles([service], 'systemctl disable --now demo')).toEqual([
      'service:demo enabled: false → true',
      'service:demo running: false → true',
    ]);
    expect(await there().sh('systemctl is-enabled demo; systemctl is-active demo')).toBe('enabled\nactive');
  });

  test('a changed file restarts its service, exactly once', async () => {
    await there().apply(unit, conf('1'), service);
    const before = await starts();
    expect((await there().apply(unit, conf('2'), service)).counts).toMatchObject({ ok: 1, changed: 2 });
    expect(await starts()).toBe(before + 1);
    await there().isSettled([unit, conf('2'), service]);
  });

  test('a step that fails between file and service leaves the restart owed; the next apply does it', async () => {
    const before = await starts();
    await there().sh('touch /run/demo-broken');
    expect(await there().apply(unit, conf('3'), migrate, service)).toMatchObject({
      outcome: 'failed',
      counts: { ok: 1, changed: 1, removed: 0, failed: 1, skipped: 1 },
      fault: {
        code: 'command_failed',
        message: expect.stringContaining('migrate failed: test ended with exit code 1'),
      },
    });
    expect(await starts()).toBe(before);
    await there().sh('rm /run/demo-broken');
    const { settled } = await there().apply(unit, conf('3'), migrate, service);
    expect(shown(settled.map(({ change }) => change))).toEqual([
      'command:migrate done: null → true',
      'service:demo owed: ["restart: file:/etc/demo.conf"] → []',
    ]);
    expect(await starts()).toBe(before + 1);
    await there().isSettled([unit, conf('3'), service]);
  });

  test('a service that falls over fails, with the last lines of its journal', async () => {
    const content = unitText('sleep 0.3; echo my configuration is missing >&2; exit 9');
    const { fault } = await there().apply(
      resource('unit', { name: 'crash.service', content }),
      resource('service', { name: 'crash', running: true }),
    );
    expect(fault).toMatchObject({
      code: 'service_failed',
      message: expect.stringContaining('crash.service does not stay up: it is failed'),
      lastLines: expect.arrayContaining(['my configuration is missing']),
    });
  });
}
