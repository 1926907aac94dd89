import { type Declared, sysctl } from '@rolecall/roles';
import type { Params } from './params.ts';

/**
 * What a host that serves others should not do: take routes from strangers, show the kernel's addresses, write memory of programs with more
 * rights than their user. Forwarding is left alone, since containers need it.
 */
export const DEFAULTS: Readonly<Record<string, number>> = {
  'fs.protected_hardlinks': 1,
  'fs.protected_symlinks': 1,
  'fs.suid_dumpable': 0,
  'kernel.dmesg_restrict': 1,
  'kernel.kptr_restrict': 1,
  'kernel.randomize_va_space': 2,
  'kernel.unprivileged_bpf_disabled': 1,
  'net.ipv4.conf.all.accept_redirects': 0,
  'net.ipv4.conf.default.accept_redirects': 0,
  'net.ipv4.conf.all.accept_source_route': 0,
  'net.ipv4.conf.default.accept_source_route': 0,
  'net.ipv4.conf.all.send_redirects': 0,
  'net.ipv4.conf.default.send_redirects': 0,
  'net.ipv4.icmp_echo_ignore_broadcasts': 1,
  'net.ipv4.tcp_syncookies': 1,
  'net.ipv6.conf.all.accept_redirects': 0,
  'net.ipv6.conf.default.accept_redirects': 0,
};

export const kernel = ({ sysctl: given }: Pick<Params, 'sysctl'>): readonly Declared[] =>
  Object.entries({ ...DEFAULTS, ...given }).flatMap(([name, value]) =>
    value === null ? [] : [sysctl(name, { value: String(value) })],
  );
