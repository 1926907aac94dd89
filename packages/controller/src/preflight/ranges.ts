import type { HostName } from '@rolecall/protocol';
import { overlap, type Range, rangeOf } from './range.ts';
import { addressOf, type Check, type Found, factOf, hostsOf, placeOf, type Subject } from './subject.ts';

/** Links that Kubernetes makes on its own nodes, with addresses of pods and services on them. */
const OF_KUBERNETES = /^(cni|cali|flannel|kube-|nodelocaldns|tunl|vxlan|cilium|lo$)/;
/** Links of containers on one host, whose range hides hosts that are really in it. */
const OF_CONTAINERS = /^(docker|br-|podman)/;

/** Whether hosts keep out of the ranges that are given to pods, services and others, and those out of each other. */
export const checkRanges: Check = (subject) => {
  if (subject.site.wants === undefined) return [];
  const { reserved, avoid, free } = subject.site.wants.network;
  const within = hostsWithin(subject);
  const kept = Object.entries(reserved).flatMap(([what, text]) => withRange(what, text));
  const closed = [...kept, ...avoid.flatMap((text) => withRange('a range to avoid', text))];
  return [
    ...overlapping(subject, kept),
    ...hostsOf(subject).flatMap(([host, known]) => {
      const links = (factOf(known, 'net')?.interfaces ?? []).filter(({ name }) => !OF_KUBERNETES.test(name));
      return [
        ...inside(subject, host, closed),
        ...links.flatMap((link) => linkFindings(subject, host, link, { kept, within })),
        ...links.flatMap(({ name, addresses }) => notFree(subject, host, name, addresses, free)),
      ];
    }),
  ];
};

interface Kept {
  readonly what: string;
  readonly range: Range;
}

function withRange(what: string, text: string): Kept[] {
  const range = rangeOf(text);
  return range === undefined ? [] : [{ what, range }];
}

const overlapping = ({ site }: Subject, kept: readonly Kept[]): Found[] =>
  kept.flatMap((one, i) =>
    kept.slice(i + 1).flatMap((other): Found[] =>
      overlap(one.range, other.range)
        ? [
            {
              code: 'ranges_overlap',
              what: `ranges of ${one.what} and ${other.what}`,
              measured: `${one.range.text} and ${other.range.text}`,
              wanted: 'ranges that do not overlap',
              todo: `give ${other.what} another range`,
              at: site.source,
            },
          ]
        : [],
    ),
  );

/** One line a host, for the narrowest range that it is in. */
function inside(subject: Subject, host: HostName, closed: readonly Kept[]): Found[] {
  const address = addressOf(subject, host);
  const hit = address === undefined ? undefined : closed.find(({ range }) => range.has(address));
  if (address === undefined || hit === undefined) return [];
  return [
    {
      code: 'in_reserved_range',
      host,
      what: 'address',
      measured: address,
      wanted: `outside of ${hit.range.text} (${hit.what})`,
      todo: `give ${host} an address in another network`,
      at: placeOf(subject, host),
    },
  ];
}

interface Link {
  readonly name: string;
  readonly addresses: readonly string[];
}

interface Closed {
  readonly kept: readonly Kept[];
  readonly within: (range: Range) => readonly HostName[];
}

/** The first two hosts in a range: docker0 has the same one on most hosts, so each is looked at once. */
function hostsWithin(subject: Subject): Closed['within'] {
  const known = new Map<string, readonly HostName[]>();
  return (range) => {
    const found =
      known.get(range.text) ??
      hostsOf(subject)
        .map(([host]) => host)
        .filter((host) => range.has(addressOf(subject, host) ?? ''))
        .slice(0, 2);
    known.set(range.text, found);
    return found;
  };
}

/** A link whose own network holds what lies elsewhere: packets for that would never leave the host. */
function linkFindings(subject: Subject, host: HostName, { name, addresses }: Link, { kept, within }: Closed): Found[] {
  const own = addressOf(subject, host);
  const found = addresses
    .flatMap((text) => rangeOf(text) ?? [])
    .filter((range) => own === undefined || !range.has(own))
    .flatMap((range) => {
      const taken = kept.find((one) => overlap(one.range, range));
      if (taken !== undefined) return [{ range, hidden: `${taken.range.text} (${taken.what})` }];
      if (!OF_CONTAINERS.test(name)) return [];
      const other = within(range).find((one) => one !== host);
      return other === undefined ? [] : [{ range, hidden: `${other} at ${addressOf(subject, other)}` }];
    });
  return found.slice(0, 1).map(({ range, hidden }) => ({
    code: 'link_in_reserved_range',
    host,
    what: `link ${name}`,
    measured: range.text,
    wanted: `no overlap with ${hidden}`,
    todo: `give ${name} of ${host} another range, or take it away`,
    at: placeOf(subject, host),
  }));
}

function notFree(
  subject: Subject,
  host: HostName,
  name: string,
  addresses: readonly string[],
  free: readonly string[],
): Found[] {
  return free
    .filter((address) => addresses.some((text) => text.split('/')[0] === address))
    .map((address) => ({
      code: 'address_not_free',
      host,
      what: `link ${name}`,
      measured: address,
      wanted: `${address} on no host`,
      todo: `take ${address} off ${name} of ${host}`,
      at: placeOf(subject, host),
    }));
}
