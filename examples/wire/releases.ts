/** What `controller artifacts add FILE` prints, and a registry says of an image, stands in the place of this. */
const NOT_YET = '0000000000000000000000000000000000000000000000000000000000000000';

/** What is fetched from the controller, by version: the archives of their makers. */
export const RELEASES = {
  cassandra: { version: '4.1.12', sha256: NOT_YET },
  elasticsearch: { version: '8.19.21', sha256: NOT_YET },
  minio: { version: '2026-02-12', sha256: NOT_YET },
  mc: { version: '2025-03-13', sha256: NOT_YET },
  etcd: { version: '3.6.16', sha256: NOT_YET },
} as const;

const schemaOf = (service: string): string => `quay.io/wire/${service}-schema@sha256:${NOT_YET}`;

/** Programs of Wire's own servers, which bring the schemas of Cassandra up to their release. */
export const IMAGES = {
  version: '5.32.0',
  images: {
    gundeck: schemaOf('gundeck'),
    brig: schemaOf('brig'),
    galley: schemaOf('galley'),
    spar: schemaOf('spar'),
  },
} as const;
