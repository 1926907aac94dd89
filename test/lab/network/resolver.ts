import { existsSync, readFileSync } from 'node:fs';

/** Where systemd-resolved keeps the servers it asks itself. */
const RESOLVED_UPSTREAM = '/run/systemd/resolve/resolv.conf';

/** The resolv.conf for hosts: the machine's, unless that names only the machine's own loopback, which a host cannot reach. */
export function resolverForHosts(): string {
  const own = readFileSync('/etc/resolv.conf', 'utf8');
  return namesOnlyLoopback(own) && existsSync(RESOLVED_UPSTREAM) ? readFileSync(RESOLVED_UPSTREAM, 'utf8') : own;
}

/** Whether all name servers of a resolv.conf are loopback addresses. */
export function namesOnlyLoopback(resolvConf: string): boolean {
  const servers = [...resolvConf.matchAll(/^\s*nameserver\s+(\S+)/gm)].map((match) => match[1] ?? '');
  return servers.length > 0 && servers.every((server) => server.startsWith('127.') || server === '::1');
}
