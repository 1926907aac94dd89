import type { Facts } from '@rolecall/protocol';
import { type DefaultRoute, defaultRoute } from './route.ts';
import { type FactSource, listIfAny, readText, readTextIfAny } from './source.ts';

/** The host's ends of containers' and virtual machines' links: they come and go with those. */
const PASSING = /^(veth|cali|lxc|vnet|tap|vb-|ve-|vz-)/;

/** Where systemd-resolved keeps the servers that it asks itself; resolv.conf then only names its own stub. */
const RESOLVED = '/run/systemd/resolve/resolv.conf';
const STUB = '127.0.0.53';

/** Interfaces with their addresses, the address that peers reach this host by, and whom it asks for names. */
export function readNet(source: FactSource): Facts['net'] {
  const route = defaultRoute(source);
  const address = source.address ?? addressFor(source, route);
  if (address === undefined) return { unknown: 'no interface has an address' };
  const names = listIfAny(source, '/sys/class/net').filter((name) => !PASSING.test(name));
  return {
    interfaces: names.slice(0, 1024).flatMap((name) => readInterface(source, name) ?? []),
    address,
    gateway: route?.gateway ?? null,
    nameservers: nameservers(source),
  };
}

type Interface = Exclude<Facts['net'], { unknown: string }>['interfaces'][number];

/** One interface; nothing for what only looks like one (`bonding_masters` is a file) or went away meanwhile. */
function readInterface(source: FactSource, name: string): Interface | undefined {
  const property = (key: string): string | undefined => readTextIfAny(source, `/sys/class/net/${name}/${key}`);
  const mtu = property('mtu');
  if (mtu === undefined) return undefined;
  const state = property('operstate');
  // Bridges and virtual links tell a speed too: one that changes with their members, or one that is made up.
  const speed = isDevice(source, name) ? Number(property('speed') ?? -1) : -1;
  return {
    name,
    mac: property('address') ?? '',
    mtu: Number(mtu),
    // Loopback and tunnels never say more than `unknown`; bit 0 of the flags is IFF_UP.
    up: state === 'up' || (state === 'unknown' && (Number(property('flags') ?? 0) & 1) === 1),
    speed: speed > 0 ? speed : null,
    addresses: (source.interfaces[name] ?? [])
      .flatMap((entry) => entry.cidr ?? [])
      .sort()
      .slice(0, 256),
  };
}

const isDevice = (source: FactSource, name: string): boolean =>
  listIfAny(source, `/sys/class/net/${name}/device`).length > 0;

/** The address that the default route leaves by; without a route the first that is not this host's alone. */
function addressFor(source: FactSource, route: DefaultRoute | undefined): string | undefined {
  const onRoute = route === undefined ? [] : (source.interfaces[route.interface] ?? []);
  const all = Object.values(source.interfaces).flatMap((entries) => entries ?? []);
  const outside = [...onRoute, ...all].filter((entry) => !entry.internal && !entry.address.startsWith('fe80:'));
  return (outside.find((entry) => entry.family === 'IPv4') ?? outside[0] ?? all[0])?.address;
}

function nameservers(source: FactSource): string[] {
  const listed = listedServers(readTextIfAny(source, '/etc/resolv.conf') ?? '');
  const own = listed.length === 1 && listed[0] === STUB ? readTextIfAny(source, RESOLVED) : undefined;
  return own === undefined ? listed : listedServers(own);
}

const listedServers = (text: string): string[] =>
  [...text.matchAll(/^nameserver\s+(\S+)/gm)].map((match) => match[1] ?? '').slice(0, 16);

/** The host's name as the kernel has it. */
export const readHostname = (source: FactSource): string => readText(source, '/proc/sys/kernel/hostname');
