import { type FactSource, readTextIfAny } from './source.ts';

/** Where packets for everywhere leave: the interface, and the router that takes them. */
export interface DefaultRoute {
  readonly interface: string;
  readonly gateway: string | null;
}

/** The default route with the lowest metric, IPv4 before IPv6; nothing on a host that has none. */
export const defaultRoute = (source: FactSource): DefaultRoute | undefined =>
  defaultRoute4(source) ?? defaultRoute6(source);

function defaultRoute4(source: FactSource): DefaultRoute | undefined {
  const [name, , gateway] = lowestMetric(
    rows(source, '/proc/net/route').filter((row) => row[1] === '00000000' && row[7] === '00000000'),
    (row) => Number(row[6]),
  );
  return name === undefined || gateway === undefined ? undefined : { interface: name, gateway: ipv4(gateway) };
}

function defaultRoute6(source: FactSource): DefaultRoute | undefined {
  const row = lowestMetric(
    // The kernel lists an unreachable default on `lo` where there is none.
    rows(source, '/proc/net/ipv6_route').filter(
      (row) => /^0+$/.test(row[0] ?? '') && row[1] === '00' && row[9] !== 'lo',
    ),
    (row) => Number.parseInt(row[5] ?? '0', 16),
  );
  const [gateway, name] = [row[4], row[9]];
  return name === undefined || gateway === undefined ? undefined : { interface: name, gateway: ipv6(gateway) };
}

const rows = (source: FactSource, path: string): readonly (readonly string[])[] =>
  (readTextIfAny(source, path) ?? '').split('\n').map((line) => line.trim().split(/\s+/));

const lowestMetric = (
  routes: readonly (readonly string[])[],
  metric: (row: readonly string[]) => number,
): readonly string[] => routes.toSorted((a, b) => metric(a) - metric(b))[0] ?? [];

/** Eight hexadecimal digits in the machine's byte order, which is little-endian on both of ours; 0 stands for no router. */
const ipv4 = (hex: string): string | null =>
  hex === '00000000'
    ? null
    : (hex.match(/../g) ?? [])
        .reverse()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.');

const ipv6 = (hex: string): string | null =>
  /^0+$/.test(hex) ? null : new URL(`http://[${(hex.match(/.{4}/g) ?? []).join(':')}]`).hostname.slice(1, -1);
