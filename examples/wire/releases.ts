/** The checksum that `controller artifacts add FILE` prints stands in the place of these. */
const NOT_YET = '0000000000000000000000000000000000000000000000000000000000000000';

/** What is fetched from the controller, by version: the archives of their makers. */
export const RELEASES = {
  etcd: { version: '3.6.16', sha256: NOT_YET },
} as const;
