/** Where things lie on a member. */
export const SERVER = '/opt/minio';
export const CLIENT = '/opt/mc';
export const CONFIG_FOLDER = '/etc/minio';
/** Which drives there are, on which hosts. */
export const POOLS = `${CONFIG_FOLDER}/pools.yaml`;
/** The environment that all members have alike. */
export const SHARED = `${CONFIG_FOLDER}/shared.env`;
export const ROOT_USER = `${CONFIG_FOLDER}/root-user`;
export const ROOT_PASSWORD = `${CONFIG_FOLDER}/root-password`;
/** As MinIO wants it: names of files in it are its own. */
export const CERTIFICATES = `${CONFIG_FOLDER}/certs`;
export const TLS = {
  certificate: `${CERTIFICATES}/public.crt`,
  key: `${CERTIFICATES}/private.key`,
  authority: `${CERTIFICATES}/CAs/authority.crt`,
} as const;
/** The folder of mc, as it wants it. It holds passwords: readable for root and for the group of MinIO. */
export const CLIENT_FOLDER = `${CONFIG_FOLDER}/mc`;
export const CLIENT_CONFIG = `${CLIENT_FOLDER}/config.json`;
export const MEMBER = '/usr/local/lib/rolecall/minio-member';
/** When the last look at all objects from this host began, in seconds since 1970. Where it is lost, they are looked at once more. */
export const HEALED = '/var/cache/minio-healed';
/** What mc calls this host's own member, with all rights. */
export const ROOT_ALIAS = 'here';
/** The system account that MinIO runs as, and the group that may read what its clients on the host show. */
export const ACCOUNT = 'minio';
