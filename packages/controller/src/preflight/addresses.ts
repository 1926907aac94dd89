import { isIP } from 'node:net';
import type { HostName } from '@rolecall/protocol';
import { addressOf, type Check, type Found, factOf, hostsOf, placeOf, type Subject } from './subject.ts';

/** Addresses are how members of clusters know each other: they stay, each on one host, and that host has it. */
export const checkAddresses: Check = (subject) => {
  const first = new Map<string, HostName>();
  return hostsOf(subject).flatMap(([host]): Found[] => {
    const address = addressOf(subject, host);
    if (address === undefined) return [];
    const other = first.get(address);
    first.set(address, other ?? host);
    if (other !== undefined) return twice(subject, host, address, other);
    return changed(subject, host) ?? elsewhere(subject, host, address);
  });
};

const twice = (subject: Subject, host: HostName, address: string, other: HostName): Found[] => [
  {
    code: 'address_twice',
    host,
    what: 'address',
    measured: `${address}, as ${other}`,
    wanted: 'an address for each host',
    todo: `give ${host} or ${other} another address`,
    at: placeOf(subject, host),
  },
];

function changed(subject: Subject, host: HostName): Found[] | undefined {
  const known = subject.measured.hosts[host];
  const now = factOf(known, 'net')?.address;
  const before = known?.address ?? null;
  if (subject.site.hosts[host]?.address !== undefined || now === undefined || before === null || now === before)
    return undefined;
  return [
    {
      code: 'address_changed',
      host,
      what: 'address',
      measured: now,
      wanted: `${before}, as it first was`,
      todo: `give it back, or write it into the site: '${host}': { address: '${now}' }`,
      at: placeOf(subject, host),
    },
  ];
}

/** Behind a translation of addresses that is meant to be so, and nobody can tell from here: only a warning. */
function elsewhere(subject: Subject, host: HostName, address: string): Found[] {
  const links = factOf(subject.measured.hosts[host], 'net')?.interfaces ?? [];
  const all = links.flatMap(({ addresses }) => addresses).map((text) => text.split('/')[0]);
  if (isIP(address) === 0 || all.length === 0 || all.includes(address)) return [];
  return [
    {
      code: 'address_not_on_host',
      severity: 'warning',
      host,
      what: 'address',
      measured: all.filter((one) => one !== '127.0.0.1' && one !== '::1').join(', '),
      wanted: address,
      todo: `give ${host} that address, or leave this where addresses are translated on the way`,
      at: placeOf(subject, host),
    },
  ];
}
