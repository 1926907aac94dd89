import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Facts } from '@rolecall/protocol';
import { gatherFacts } from './gather.ts';
import { hashFacts } from './hash.ts';

const fixture = (name: string): string => new URL(`./fixtures/${name}`, import.meta.url).pathname;
const GIB = 1024 ** 3;

const address = (cidr: string, family: 'IPv4' | 'IPv6', internal = false): NetworkInterfaceInfo =>
  ({ address: cidr.split('/')[0], cidr, family, internal, mac: '', netmask: '' }) as NetworkInterfaceInfo;

const debian = (root = fixture('debian-12')): Promise<Facts> =>
  gatherFacts({
    root,
    interfaces: {
      lo: [address('127.0.0.1/8', 'IPv4', true)],
      eno2: [address('198.51.100.4/24', 'IPv4')],
      eno1: [address('2001:db8::7/64', 'IPv6'), address('192.0.2.7/24', 'IPv4')],
    },
    room: async (path) => ({ size: path === '/' ? 46 * GIB : 3 * GIB, free: GIB }),
  });

const ubuntu = (): Promise<Facts> =>
  gatherFacts({
    root: fixture('ubuntu-22.04'),
    interfaces: { ens3: [address('fe80::1/64', 'IPv6'), address('2001:db8:0:1::5/64', 'IPv6')] },
    room: async () => ({ size: 40 * GIB, free: GIB }),
  });

/** A copy of the Debian tree that a test may change. */
async function changed(change: (root: string) => void): Promise<Facts> {
  const root = mkdtempSync(join(tmpdir(), 'facts-'));
  try {
    cpSync(fixture('debian-12'), root, { recursive: true, verbatimSymlinks: true });
    change(root);
    return await debian(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test('the document fits the schema on Debian, on Ubuntu and on this machine', async () => {
  for (const facts of [await debian(), await ubuntu(), await gatherFacts()]) expect(Facts.parse(facts)).toEqual(facts);
});

test('a Debian 12 server is told as it is', async () => {
  const facts = await debian();
  expect(facts).toMatchObject({
    hostname: 'db-1',
    os: { id: 'debian', version: '12', codename: 'bookworm', machineId: '6f1d2c3b4a59687786958473625140ff' },
    kernel: { release: '6.1.0-37-amd64' },
    virtualisation: { kind: 'none', container: false },
    cpu: { model: 'Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz', count: 4, sockets: 2 },
    mem: { total: 65_780_164 * 1024, swap: 4_194_300 * 1024, hugepages: 'madvise' },
    time: { zone: 'Europe/Berlin', synchronised: true, service: 'systemd-timesyncd' },
    hardware: { unknown: 'not gathered yet' },
    usage: { memAvailable: 60_103_340 * 1024, load1: 0.42, uptimeMs: 86_400_250 },
  });
  expect(facts.disks).toEqual([
    { name: 'sda', size: 937_703_088 * 512, rotational: false, model: 'MZ7L3480HCHQAD3' },
    { name: 'sdb', size: 7_814_037_168 * 512, rotational: true, model: 'ST4000NM000B-2TF' },
  ]);
});

test('an Ubuntu 22.04 virtual machine with IPv6 alone is told as it is', async () => {
  expect(await ubuntu()).toMatchObject({
    os: { id: 'ubuntu', name: 'Ubuntu 22.04.5 LTS', version: '22.04', codename: 'jammy' },
    virtualisation: { kind: 'qemu', container: false },
    cpu: { count: 2, sockets: 1 },
    disks: [{ name: 'vda', size: 40 * GIB }],
    mounts: [{ path: '/' }, { path: '/boot/efi' }, { path: '/run' }],
    net: { address: '2001:db8:0:1::5', gateway: 'fe80::1', nameservers: ['203.0.113.10', '203.0.113.11'] },
    time: { zone: 'UTC', synchronised: false, service: null },
    packages: { count: 2 },
  });
});

test('mounts of sessions, containers and the kernel are left out, and a network file system is never waited for', async () => {
  const { mounts, usage } = await debian();
  expect(mounts).toEqual([
    { path: '/', device: '/dev/mapper/vg-root', type: 'ext4', options: 'rw,relatime', size: 46 * GIB },
    { path: '/run', device: 'tmpfs', type: 'tmpfs', options: 'rw,nosuid,nodev,noexec,relatime', size: 3 * GIB },
    { path: '/srv/a disk', device: '/dev/sdb1', type: 'xfs', options: 'rw,noatime', size: 3 * GIB },
    { path: '/srv/shared', device: '192.0.2.9:/export', type: 'nfs4', options: 'rw,relatime', size: 0 },
  ]);
  expect(usage).toMatchObject({ mounts: [{ path: '/' }, { path: '/run' }, { path: '/srv/a disk' }] });
});

test('the address is that of the route with the lowest metric, unless the link knows a better one', async () => {
  expect((await debian()).net).toMatchObject({ address: '192.0.2.7', gateway: '192.0.2.1' });
  const { net } = await gatherFacts({ root: fixture('debian-12'), address: '198.51.100.4' });
  expect(net).toMatchObject({ address: '198.51.100.4' });
});

test('interfaces of containers are left out, and only a device has a speed', async () => {
  const { net } = await debian();
  expect(net).toMatchObject({
    interfaces: [
      { name: 'eno1', up: true, speed: 25_000, addresses: ['192.0.2.7/24', '2001:db8::7/64'] },
      { name: 'eno2', up: false, speed: null },
      { name: 'lo', up: true, speed: null, addresses: ['127.0.0.1/8'] },
    ],
  });
});

test('packages are counted again only after dpkg wrote', async () => {
  expect((await debian()).packages).toEqual({ count: 3 });
  const facts = await changed((root) =>
    writeFileSync(join(root, 'var/lib/dpkg/status'), 'Package: one\nStatus: install ok installed\n\n'),
  );
  expect(facts.packages).toEqual({ count: 1 });
});

test('a group that cannot be read says why and takes no other with it', async () => {
  const facts = await changed((root) => {
    for (const path of ['etc/machine-id', 'proc/meminfo', 'var/lib/dpkg/status']) rmSync(join(root, path));
    writeFileSync(join(root, 'proc/cpuinfo'), '');
    writeFileSync(join(root, 'sys/devices/system/cpu/online'), '0-7');
  });
  expect(Facts.parse(facts)).toMatchObject({
    os: { unknown: expect.stringContaining('machine-id') },
    mem: { unknown: expect.stringContaining('meminfo') },
    cpu: { unknown: '/proc/cpuinfo names no processor' },
    packages: { unknown: expect.stringContaining('status') },
    services: { unknown: expect.stringContaining('systemd cannot be asked') },
    kernel: { release: '6.1.0-37-amd64' },
  });
});

test('the zone is the one that /etc/localtime links to', async () => {
  const facts = await changed((root) => symlinkSync('/usr/share/zoneinfo/Asia/Tokyo', join(root, 'etc/localtime')));
  expect(facts.time).toMatchObject({ zone: 'Asia/Tokyo' });
});

test('a container has no say about its clock', async () => {
  const facts = await changed((root) => {
    rmSync(join(root, 'run/systemd/timesync'), { recursive: true });
    writeFileSync(join(root, 'run/systemd/container'), 'systemd-nspawn\n');
  });
  expect(facts).toMatchObject({
    virtualisation: { kind: 'systemd-nspawn', container: true },
    time: { unknown: 'the clock of a container (systemd-nspawn) is kept by its host' },
  });
});

test('a disk that hangs makes its group unknown instead of holding up all others', async () => {
  const facts = await gatherFacts({ root: fixture('ubuntu-22.04'), room: () => new Promise(() => undefined) });
  expect(facts.mounts).toEqual({ unknown: '/ did not tell its size within 1000 ms' });
  expect(facts.os).toMatchObject({ id: 'ubuntu' });
});

test('the hash leaves out moving figures and nothing else', async () => {
  const facts = await debian();
  const busy = await changed((root) => writeFileSync(join(root, 'proc/loadavg'), '9.99 1 1 1/1 1'));
  expect(busy.usage).not.toEqual(facts.usage);
  expect(hashFacts({ ...facts, usage: busy.usage })).toBe(hashFacts(facts));
  expect(hashFacts({ ...facts, hostname: 'other' })).not.toBe(hashFacts(facts));
  const { hostname, ...others } = facts;
  expect(hashFacts({ ...others, hostname })).toBe(hashFacts(facts));
});
