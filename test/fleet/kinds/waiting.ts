import { type KindsHost, resource } from './kinds-host.ts';

/** Waits and assertions: what they look at, how long, and what they say. */
export function waitingClaims(there: () => KindsHost): void {
  test('waits for a port that opens later, saying every few seconds what for', async () => {
    await there().sh(
      'systemd-run -q --unit=late sh -c "sleep 13; exec systemd-socket-activate --listen=8099 sleep 60"',
    );
    const port = resource('wait', { name: 'the port', port: 8099, timeoutMs: 30_000 });
    expect((await there().plan(port)).changes).toMatchObject([{ kind: 'wait', action: 'run' }]);
    const { outcome, output } = await there().apply(port);
    expect(outcome).toBe('changed');
    expect(output).toMatch(
      /^waiting for port 8099 of 127.0.0.1, 0 s of 30 s: .*Connection refused\nwaiting for .*, [5-9] s/,
    );
    expect(output).toMatch(/port 8099 of 127.0.0.1: holds after \d+ s\n$/);
    await there().isSettled([port]);
    await there().sh('systemctl stop late');
  });

  test('waits for a file and a program; what holds already is not waited for', async () => {
    await there().sh('systemd-run -q sh -c "sleep 2; touch /root/late"');
    const file = resource('wait', { name: 'the file', path: '/root/late', everyMs: 200 });
    const program = resource('wait', { name: 'the program', command: ['grep', '-q', '', '/etc/hostname'] });
    expect(await there().apply(file, program)).toMatchObject({ outcome: 'changed', counts: { ok: 1, changed: 1 } });
    await there().isSettled([file, program]);
  });

  test('fails at its deadline with what it saw last', async () => {
    const url = resource('wait', { name: 'nobody answers', url: 'http://127.0.0.1:9/', timeoutMs: 2_000 });
    expect((await there().apply(url)).fault).toMatchObject({
      code: 'not_in_time',
      message: expect.stringMatching(/^nobody answers: waited 2 s for http:\/\/127.0.0.1:9\/, and it does not hold: /),
    });
  });

  test('an assertion fails a plan and an apply with its hint, and stops what comes after it', async () => {
    const least = (atLeast: number) =>
      resource('assert', { name: 'there is memory', fact: 'mem.total', atLeast, hint: 'buy some' });
    await there().isSettled([least(1)]);
    const file = resource('file', { path: '/root/after-assert', content: '' });
    const fault = {
      code: 'assertion_failed',
      message: expect.stringMatching(/^It does not hold that there is memory: mem.total is \d+, less than 1e\+30\.$/),
      hint: 'buy some',
    };
    expect((await there().plan(least(1e30), file)).fault).toMatchObject(fault);
    expect((await there().apply(least(1e30), file)).fault).toMatchObject(fault);
    expect(await there().sh('ls /root/after-assert 2>&1')).toContain('No such file');
  });
}
