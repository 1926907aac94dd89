/** Where things lie on a member. */
export const CONFIG = '/etc/redis/redis.conf';
export const SENTINEL_CONFIG = '/etc/redis/sentinel.conf';
export const USERS = '/etc/redis/users.acl';
export const SENTINEL_USERS = '/etc/redis/sentinel-users.acl';
export const DATA = '/var/lib/redis';
export const BACKUPS = '/var/backups/redis';
export const FOLDER = '/usr/local/lib/rolecall';
export const MEMBER = `${FOLDER}/redis-member`;
export const MEMBER_SETTINGS = `${FOLDER}/redis-member.conf`;
export const TLS = {
  folder: '/etc/redis-tls',
  authority: '/etc/redis-tls/ca.crt',
  certificate: '/etc/redis-tls/member.crt',
  key: '/etc/redis-tls/member.key',
} as const;

/** The account that Debian's packages make; its group may read the list of users, and so the password. */
export const ACCOUNT = 'redis';
/** The name under which the sentinels know the primary; a host has one Redis, so one name will do. */
export const MASTER = 'main';
