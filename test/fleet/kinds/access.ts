import { type KindsHost, resource } from './kinds-host.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl deploy@ci';
const OTHER = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKFpcnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKAb mine';

/** Who may do what: keys, rules of sudo, limits. */
export function accessClaims(there: () => KindsHost): void {
  const deploy = resource('user', { name: 'deploy', shell: '/bin/sh', createHome: true });
  const file = '/home/deploy/.ssh/authorized_keys';
  beforeAll(() => there().apply(deploy));

  test('a key of a user is made with its folder and kept beside others, and sshd understands it', async () => {
    const key = resource('authorizedKey', { user: 'deploy', key: KEY, options: 'no-pty' });
    expect(
      await there().settles([key], `echo '${OTHER}' >>${file}; sed -i s/no-pty/pty/ ${file}; chmod 644 ${file}`),
    ).toEqual([
      expect.stringMatching(/^authorizedKey:deploy\/SHA256:\S+ line: "pty .*" → "no-pty /),
      expect.stringMatching(/ mode: "0644" → "0600"$/),
    ]);
    expect(await there().sh(`stat -c "%U:%G %a" ${file} /home/deploy/.ssh; ssh-keygen -l -f ${file} | wc -l`)).toBe(
      'deploy:deploy 600\ndeploy:deploy 700\n2',
    );
    expect(await there().back(key)).toEqual([]);
    expect(Object.values(await there().remove(key))).toEqual(['gone']);
    expect(await there().sh(`cat ${file}`)).toBe(OTHER);
  });

  test("keys are neither read from nor written to what is not the user's own", async () => {
    await there().sh(`rm ${file}; ln -s /etc/shadow ${file}`);
    const key = resource('authorizedKey', { user: 'deploy', key: KEY });
    expect((await there().apply(key)).fault?.message).toContain('is a symbolic link to /etc/shadow');
    await there().sh(`rm ${file}; ln /etc/gshadow ${file}`);
    expect((await there().apply(key)).fault?.message).toContain('has 2 names');
    await there().sh(`rm ${file}; echo root >${file}`);
    expect((await there().apply(key)).fault?.message).toContain('belongs to the user with the number 0');
    await there().sh(`rm ${file}`);
  });

  test('rules of sudo hold, are kept, and never break sudo', async () => {
    const rules = (name: string, content: string) => resource('sudoers', { name, content });
    const good = rules('deploy', 'deploy ALL=(root) NOPASSWD: /usr/bin/id\n');
    expect(await there().settles([good], 'chmod 644 /etc/sudoers.d/deploy')).toEqual([
      'sudoers:deploy mode: "0644" → "0440"',
    ]);
    expect(await there().sh('su deploy -c "sudo -n id -u"')).toBe('0');
    expect((await there().apply(rules('deploy', 'deploy ALL=(root NOPASSWD: ALL\n'))).fault).toMatchObject({
      code: 'invalid_content',
      lastLines: expect.arrayContaining([expect.stringContaining('syntax error')]),
    });
    const alias = (name: string) => rules(name, 'User_Alias OPS = deploy\n');
    expect((await there().apply(alias('one'))).outcome).toBe('changed');
    const clash = await there().apply(alias('two'));
    const works = await there().sh('su deploy -c "sudo -n id -u"; ls /etc/sudoers.d');
    expect([clash.fault?.code ?? 'taken', works]).toEqual([
      clash.fault === undefined ? 'taken' : 'command_failed',
      clash.fault === undefined ? '0\nREADME\ndeploy\none\ntwo' : '0\nREADME\ndeploy\none',
    ]);
    expect(await there().remove(good)).toEqual({ 'sudoers:deploy': 'gone' });
    expect(await there().sh('su deploy -c "sudo -n id -u 2>&1 | tail -1"')).toContain('password is required');
  });

  test('limits are made and kept, as PAM reads them', async () => {
    const limits = resource('limits', { domain: 'deploy', soft: { nofile: 123 }, hard: { nofile: 456 } });
    const path = '/etc/security/limits.d/60-rolecall-deploy.conf';
    expect(await there().settles([limits], `sed -i s/123/12/ ${path}`)).toEqual(['limits:deploy content: text']);
    // A lower limit can be set in a container too.
    expect(await there().sh('su -l deploy -c "ulimit -Sn; ulimit -Hn"')).toBe('123\n456');
    expect(await there().remove(limits)).toEqual({ 'limits:deploy': 'gone' });
  });
}
