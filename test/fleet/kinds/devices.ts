import { attachDisk, type LoopDisk } from '../../lab/host/loop.ts';
import { type KindsHost, resource } from './kinds-host.ts';

/** One partition of 8 MiB, as the table of a DOS disk has it: the entry, and the mark at the end. */
const PARTITION_TABLE = String.raw`printf '\200\0\0\0\203\0\0\0\0\010\0\0\0\100\0\0' | dd of=DEVICE bs=1 seek=446 conv=notrunc
printf '\125\252' | dd of=DEVICE bs=1 seek=510 conv=notrunc`;

/** File systems, mounts and swap, on blank disks; and what a container has of the kernel. */
export function deviceClaims(there: () => KindsHost): void {
  const disks: LoopDisk[] = [];
  const blank = async (mebibytes = 64): Promise<string> => {
    const disk = await attachDisk(there().host, mebibytes * 1024 * 1024);
    disks.push(disk);
    return disk.device;
  };
  afterAll(async () => {
    await there()?.sh('umount /srv/disk /srv/over /srv/bad /srv/xfs /srv/btrfs 2>/dev/null');
    for (const disk of disks) disk[Symbol.dispose]();
  });

  test('a blank disk gets its file system and is mounted, now and at boot; what is on it survives a removal', async () => {
    const device = await blank();
    const made = resource('filesystem', { device, type: 'ext4', label: 'data', options: ['-m', '0'] });
    const mounted = resource('mount', {
      path: '/srv/disk',
      source: device,
      type: 'ext4',
      options: ['noatime', 'nodev'],
      nofail: true,
    });
    const spoil = 'echo kept >/srv/disk/file; umount /srv/disk; systemctl disable srv-disk.mount';
    expect(await there().settles([made, mounted], spoil)).toEqual([
      'mount:/srv/disk enabled: false → true',
      'mount:/srv/disk mounted: false → true',
      'mount:/srv/disk options: [] → ["noatime","nodev"]',
    ]);
    expect(
      await there().sh('cat /srv/disk/file; findmnt -no FSTYPE,LABEL /srv/disk; systemctl is-enabled srv-disk.mount'),
    ).toMatch(/^kept\next4( +data)?\nenabled$/);
    await there().sh('mount -o remount,atime,relatime /srv/disk');
    expect((await there().apply(made, mounted)).settled).toMatchObject([{ outcome: 'changed' }]);
    expect(await there().sh('grep -o noatime /proc/mounts | head -1')).toBe('noatime');
  });

  test.each([
    ['xfs', ['noatime'], '/srv/xfs'],
    ['btrfs', ['noatime', 'compress=zstd'], '/srv/btrfs'],
  ] as const)(
    '%s is made by its own program, mounted, and taken away again without what is on it',
    async (type, options, at) => {
      await there().sh('apt-get install -y -q xfsprogs btrfs-progs');
      const device = await blank(512);
      const made = resource('filesystem', { device, type, label: 'data' });
      const mounted = resource('mount', { path: at, source: device, type, options: [...options], nofail: true });
      const { outcome, fault } = await there().apply(made, mounted);
      expect({ outcome, fault }).toEqual({ outcome: 'changed', fault: undefined });
      await there().isSettled([made, mounted]);
      expect(await there().sh(`findmnt -no FSTYPE,OPTIONS ${at}; echo kept >${at}/file`)).toMatch(
        new RegExp(`^${type} .*noatime`),
      );
      expect(await there().remove(mounted)).toEqual({ [`mount:${at}`]: 'gone' });
      expect(await there().sh(`ls ${at}; blkid -p -s TYPE -s LABEL -o value ${device}`)).toBe(`data\n${type}`);
      expect((await there().apply(mounted)).outcome).toBe('changed');
      expect(await there().sh(`cat ${at}/file`)).toBe('kept');
    },
  );

  test('whatever is on a disk is left as it is', async () => {
    const device = await blank();
    const ask = (type: 'ext4' | 'xfs') => resource('filesystem', { device, type });
    await there().sh(`mkfs.ext4 -q -L mine ${device}`);
    const before = await there().sh(`sha256sum <${device}`);
    expect((await there().apply(ask('xfs'))).fault?.message).toContain(`${device} holds ext4 "mine", not xfs`);
    await there().isSettled([ask('ext4')]);
    await there().sh(`wipefs -qa ${device}; ${PARTITION_TABLE.replaceAll('DEVICE', device)}`);
    const parted = await there().sh(`sha256sum <${device}`);
    expect((await there().apply(ask('ext4'))).fault?.message).toContain('holds a partition table (dos)');
    expect(await there().sh(`sha256sum <${device}`)).toBe(parted);
    expect(parted).not.toBe(before);
  });

  test('a mount hides nothing and takes the place of nothing', async () => {
    const device = await blank();
    await there().sh(`mkfs.ext4 -q ${device}; mkdir -p /srv/over /srv/bad; touch /srv/over/precious`);
    const over = resource('mount', { path: '/srv/over', source: device, type: 'ext4', nofail: true });
    expect((await there().apply(over)).fault?.message).toContain('/srv/over is not empty');
    await there().sh('mount -t tmpfs none /srv/bad');
    const bad = resource('mount', { path: '/srv/bad', source: device, type: 'ext4', nofail: true });
    expect((await there().apply(bad)).fault?.message).toContain('/srv/bad has none (tmpfs) mounted');
    expect(await there().sh('ls /etc/systemd/system | grep -E "srv-(over|bad)"')).toBe('');
  });

  test("swap, modules and huge pages: in a container their files are kept, and the machine's kernel is left alone", async () => {
    const swaps = await there().sh('cat /proc/swaps');
    const kept = [
      resource('swap', { path: '/swapfile', sizeMiB: 64 }),
      resource('swap', { path: 'all', on: false }),
      resource('kernelModule', { name: 'br_netfilter', options: { x: '1' } }),
      resource('hugepages', { enabled: 'never', defrag: 'never' }),
    ];
    const spoil =
      'rm /etc/systemd/system/swap.target /etc/modprobe.d/rolecall-br_netfilter.conf; systemctl disable swapfile.swap';
    expect(await there().settles(kept, spoil)).toEqual([
      'swap:/swapfile enabled: false → true',
      'swap:all unit: text',
      'swap:all enabled: null → false',
      'swap:all active: null → false',
      'kernelModule:br_netfilter options: text',
    ]);
    expect(await there().sh('cat /proc/swaps; ls /swapfile 2>&1')).toBe(
      `${swaps}\nls: cannot access '/swapfile': No such file or directory`,
    );
    await there().sh(
      'rm -r /etc/systemd/system/swap* /etc/tmpfiles.d/rolecall* /etc/mod*/rolecall*; systemctl daemon-reload',
    );
  });

  test('huge pages are set where the kernel takes them: on files bound in its place', async () => {
    const at = '/sys/kernel/mm/transparent_hugepage/enabled';
    // As long as what is written: a plain file, unlike the kernel's, keeps what is not written over.
    await there().sh(`printf other >/root/thp; mount --bind /root/thp ${at}`);
    const never = resource('hugepages', { enabled: 'never' });
    expect(await there().apply(never)).toMatchObject({ outcome: 'changed' });
    expect(await there().sh('cat /root/thp')).toBe('never');
    await there().isSettled([never]);
    await there().sh(`umount ${at}; rm /etc/tmpfiles.d/rolecall-hugepages.conf`);
  });
}
