import { CANARY, type KindsHost, MARKER, resource } from './kinds-host.ts';

/** Commands: guards, time limits, users, secrets. */
export function commandClaims(there: () => KindsHost): void {
  test('runs where its guard does not hold, and then no more', async () => {
    const touch = (name: string) => ({ name: `touch ${name}`, argv: ['touch', `/srv/${name}`] });
    const once = resource('command', { ...touch('created'), creates: '/srv/created' });
    const unless = resource('command', { ...touch('tested'), unless: ['test', '-e', '/srv/tested'] });
    expect(await there().settles([once, unless], 'rm /srv/tested')).toEqual(['command:touch tested done: null → true']);
  });

  test('its time limit ends all that it started', async () => {
    const argv = ['sh', '-c', 'setsid sleep 987 & sleep 987'];
    expect((await there().apply(resource('command', { name: 'hang', argv, timeoutMs: 1_000 }))).fault).toMatchObject({
      code: 'command_timeout',
      message: 'hang failed: sh did not end within its time limit.',
    });
    expect(await there().sh('pgrep -f "[s]leep 987"')).toBe('');
  });

  test('has its user, its directory, and a secret that no list of processes or units shows', async () => {
    const script = 'id -un; pwd; printf %s "$TOKEN" | sha256sum | cut -c1-64; sleep 2';
    const run = there().apply(
      resource('command', {
        name: 'who',
        argv: ['sh', '-c', `{ ${script}; } >/tmp/who`],
        user: 'nobody',
        directory: '/usr/share',
        environment: { TOKEN: MARKER },
      }),
    );
    await there().until('pgrep -f "^sleep 2$"');
    const seen = await there().sh('cat /proc/[0-9]*/cmdline | tr "\\0" " "; systemctl show "rolecall-step-*"');
    expect((await run).outcome).toBe('changed');
    expect(seen).toContain('/tmp/who');
    expect(seen).not.toContain(CANARY);
    const hash = await there().sh(`printf %s ${CANARY} | sha256sum | cut -c1-64`);
    expect(await there().sh('cat /tmp/who')).toBe(['nobody', '/usr/share', hash].join('\n'));
  });
}
