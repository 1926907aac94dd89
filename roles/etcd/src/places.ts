/** Where things lie on a member. */
export const RELEASE = '/opt/etcd';
export const PROGRAMS = `${RELEASE}/current`;
export const CONFIG = '/etc/etcd/etcd.yaml';
export const DATA = '/var/lib/etcd';
export const SNAPSHOTS = '/var/backups/etcd';
/** A snapshot that a restore begins with. In a folder of the system's: what a drill brings is to leave nothing behind. */
export const RESTORED = '/var/backups/.etcd-restored.db';
export const MEMBER_SETTINGS = '/etc/etcd/member.conf';
export const MEMBER = '/usr/local/lib/rolecall/etcd-member';
export const TLS = {
  authority: '/etc/etcd/tls/ca.crt',
  member: { certificate: '/etc/etcd/tls/member.crt', key: '/etc/etcd/tls/member.key' },
  client: { certificate: '/etc/etcd/tls/client.crt', key: '/etc/etcd/tls/client.key' },
} as const;
/** The system account that etcd runs as, and the group that may read what its clients on the host show. */
export const ACCOUNT = 'etcd';
/** This host's own member, for its command lines. */
export const here = (port: number): string => `https://127.0.0.1:${port}`;
