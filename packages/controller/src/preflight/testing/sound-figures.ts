import type { Facts, HostName, Measured, MeasuredHost } from '@rolecall/protocol';
import { askersOf } from '../names.ts';
import { type Subject, usesOn } from '../subject.ts';
import { wantedSize } from '../wanted-size.ts';
import { waysOf } from '../ways.ts';

const DAY_MS = 86_400_000;
const AT = Date.UTC(2026, 5, 1);
/** A machine sold with so many GB has nearly so many GiB; the kernel keeps some of it. */
const OF_SOLD = 1.04;
/** What a file system leaves of its disk. */
const OF_DISK = 0.98;

/** Figures of a fleet that has all that its site needs, and not much more: planted faults show against them. */
export function soundFigures(subject: Subject): Measured {
  const { site } = subject;
  const hosts = Object.keys(site.hosts) as HostName[];
  return {
    schema: 'rolecall/measured/1',
    at: AT,
    hosts: Object.fromEntries(hosts.map((host, i) => [host, soundHost(subject, host, `192.168.7.${i + 11}`)])),
    reached: waysOf(subject).map(({ from, to, transport, port }) => ({
      from,
      to,
      transport,
      port,
      is: 'open',
      why: '',
    })),
    secrets: Object.fromEntries(site.secrets.map(({ name }) => [name, { length: 40, sample: false }])),
    certificates: Object.fromEntries(
      Object.entries(site.wants?.certificates ?? {}).map(([name, { names }]) => [
        name,
        { names, end: AT + 80 * DAY_MS, keyFits: true, chained: true },
      ]),
    ),
    applied: { mode: null, instances: [] },
  };
}

function soundHost(subject: Subject, host: HostName, address: string): MeasuredHost {
  const names = Object.entries(subject.site.wants?.names ?? {}).filter(([, name]) =>
    askersOf(subject, name).includes(host),
  );
  return {
    enrolled: true,
    linked: true,
    address,
    labels: {},
    facts: soundFacts(subject, host, address),
    clock: { aheadMs: 3, withinMs: 2 },
    taken: [],
    names: Object.fromEntries(names.map(([name, { addresses }]) => [name, [...(addresses ?? ['192.0.2.1'])]])),
  };
}

function soundFacts(subject: Subject, host: HostName, address: string): Partial<Facts> {
  const placed = usesOn(subject, host);
  const sizes = placed.map((one) => ({ ...wantedSize(subject, one), needs: one.role.needs.disk }));
  const own = sizes.filter(({ needs }) => needs?.own === true);
  const shared = sizes.filter(({ needs }) => needs?.own !== true).reduce((sum, { disk }) => sum + disk, 0);
  const disks = [Math.max(shared, 4e9), ...own.map(({ disk }) => disk)];
  return {
    hostname: host,
    os: {
      id: 'ubuntu',
      name: 'Ubuntu',
      version: subject.site.wants?.os?.[0]?.split(' ')[1] ?? '22.04',
      codename: 'jammy',
      architecture: 'x86_64',
      machineId: `${host}-id`,
    },
    cpu: { model: 'a processor', count: Math.max(1, ...sizes.map(({ cpus }) => cpus)), sockets: 1, flags: [] },
    mem: { total: sizes.reduce((sum, { memory }) => sum + memory, 0) * OF_SOLD, swap: 0, hugepages: 'madvise' },
    disks: disks.map((size, i) => ({ name: `vd${'abcdef'[i]}`, size, rotational: false, model: '' })),
    mounts: disks.map((size, i) => ({
      path: i === 0 ? '/' : (own[i - 1]?.path ?? ''),
      device: `/dev/vd${'abcdef'[i]}1`,
      type: i === 0 ? 'ext4' : (own[i - 1]?.needs?.filesystems?.[0] ?? 'ext4'),
      options: 'rw',
      size: size * OF_DISK,
    })),
    net: {
      interfaces: [
        { name: 'lo', mac: '', mtu: 65_536, up: true, speed: null, addresses: ['127.0.0.1/8'] },
        { name: 'ens3', mac: '', mtu: 1500, up: true, speed: 10_000, addresses: [`${address}/24`] },
      ],
      address,
      gateway: '192.168.7.1',
      nameservers: ['192.168.7.1'],
    },
    time: { zone: 'UTC', synchronised: true, service: 'chronyd' },
  };
}
