import { type KindsHost, resource } from './kinds-host.ts';

/** Kinds with little to them: directory, link, group, user, sysctl. */
export function smallClaims(there: () => KindsHost): void {
  test('a directory is made and kept; what is in it is left alone', async () => {
    const made = resource('directory', { path: '/srv/data', owner: 'daemon', group: 'adm', mode: 0o750 });
    expect(await there().settles([made], 'touch /srv/data/file; chmod 777 /srv/data; chown root /srv/data')).toEqual([
      'directory:/srv/data owner: "root" → "daemon"',
      'directory:/srv/data mode: "0777" → "0750"',
    ]);
    expect(await there().sh('stat -c "%U:%G %a" /srv/data; ls /srv/data')).toBe('daemon:adm 750\nfile');
  });

  test('a link is made and kept; a file in its place is left alone', async () => {
    const made = resource('link', { path: '/srv/link', target: '/etc/hostname' });
    expect(await there().settles([made], 'ln -sfn /etc/passwd /srv/link')).toEqual([
      'link:/srv/link target: "/etc/passwd" → "/etc/hostname"',
    ]);
    await there().sh('rm /srv/link; echo mine >/srv/link');
    expect((await there().apply(made)).fault?.message).toContain('/srv/link is a regular file, not a link');
    expect(await there().sh('cat /srv/link')).toBe('mine');
  });

  test('a group and its user are made and kept', async () => {
    const group = resource('group', { name: 'kinds', gid: 4242 });
    const user = resource('user', {
      name: 'kinds',
      uid: 4242,
      group: 'kinds',
      groups: ['adm', 'backup'],
      home: '/srv/kinds',
      shell: '/bin/sh',
    });
    expect(await there().settles([group, user], 'usermod -s /bin/bash -G adm kinds; groupmod -g 4343 kinds')).toEqual([
      'group:kinds gid: 4343 → 4242',
      'user:kinds groups: ["adm"] → ["adm","backup"]',
      'user:kinds shell: "/bin/bash" → "/bin/sh"',
    ]);
    expect(await there().sh('id kinds; getent passwd kinds | cut -d: -f6,7')).toBe(
      'uid=4242(kinds) gid=4242(kinds) groups=4242(kinds),4(adm),34(backup)\n/srv/kinds:/bin/sh',
    );
  });

  test("a kernel value is kept in its file; where the kernel is the machine's outside, it is left alone", async () => {
    const before = await there().sh('cat /proc/sys/vm/swappiness');
    const file = '/etc/sysctl.d/60-rolecall-vm.swappiness.conf';
    const value = resource('sysctl', { name: 'vm.swappiness', value: '7' });
    expect(await there().settles([value], `sed -i s/7/8/ ${file}`)).toEqual(['sysctl:vm.swappiness file: text']);
    expect(await there().sh(`tail -1 ${file}`)).toBe('vm.swappiness = 7');
    expect(await there().sh('cat /proc/sys/vm/swappiness')).toBe(before);
  });
}
