import { cassandra } from '@rolecall/cassandra';
import { elasticsearch } from '@rolecall/elasticsearch';
import { etcd } from '@rolecall/etcd';
import { java } from '@rolecall/java';
import { minio } from '@rolecall/minio';
import { redis } from '@rolecall/redis';
import type { SiteInput, Size, UseOptions, Where } from '@rolecall/roles';
import { cassandraMigrations } from './migrations.ts';
import { IMAGES, RELEASES } from './releases.ts';

/** Where each database goes. */
export interface Places {
  readonly cassandra: Where;
  readonly elasticsearch: Where;
  readonly minio: Where;
  readonly redis: Where;
  readonly etcd: Where;
  /** Who runs the jobs that need programs of Wire's own. */
  readonly operator: Where;
}

/** What one installation has otherwise than another. */
export interface Sort {
  readonly name: string;
  /** Copies of everything: three, or one where there is one machine. */
  readonly copies: 1 | 3;
  /** MinIO's folders lie on the disk of the system: only where nothing is to be kept. */
  readonly onSystemDisk: boolean;
  /** What each JVM takes where they share a machine; a part of the machine's memory where left out. */
  readonly heap?: Size;
  readonly after: NonNullable<UseOptions['after']>;
}

/** One in each machine, as the plan has it. */
const DRIVES = ['/var/lib/minio'];

/** Values that stand in the example files of wire-server-deploy. */
export const SAMPLES = ['dummykey', 'dummysecret', 'dummyPassword', 'verysecurepassword'];

type Context = Parameters<SiteInput['use']>[0];

/**
 * All that Wire's services keep data in, side by side, with what is done once in each. What comes after them waits for that as well: the schemas
 * of Cassandra, one after another, the index of Elasticsearch, and the buckets of MinIO.
 */
export function databases({ secret }: Context, at: Places, { name, copies, onSystemDisk, heap, after }: Sort) {
  const generated = (of: string) => secret(of, { generate: 32 });
  const keyspace = { replication: copies };
  const memory = heap === undefined ? {} : { heap };
  const jre = java.on(at.cassandra, { version: 17 }, { after });
  const tables = cassandra.on(at.cassandra, {
    release: RELEASES.cassandra,
    java: jre.cluster,
    cluster: name,
    rackLabel: 'server',
    ...memory,
    password: generated('cassandra/admin'),
    replication: copies,
    keyspaces: { gundeck: keyspace, brig: keyspace, galley: keyspace, spar: keyspace },
  });
  const migrations = cassandraMigrations.on(at.operator, {
    ...IMAGES,
    cassandra: tables.outputs,
    user: tables.cluster.user,
    password: generated('cassandra/admin'),
  });
  const search = elasticsearch.on(
    at.elasticsearch,
    {
      server: {
        product: 'elasticsearch',
        ...RELEASES.elasticsearch,
        security: { password: generated('elasticsearch/password') },
      },
      cluster: name,
      ...memory,
      // What Wire finds people by; `brig-index update-mapping` adds to it what a release needs.
      indices: { directory: { shards: 5, replicas: copies - 1, settings: { refresh_interval: '5s' } } },
    },
    { after },
  );
  const objects = minio.on(
    at.minio,
    {
      release: RELEASES.minio,
      client: RELEASES.mc,
      root: {
        user: secret('minio/access-key', { minLength: 3, samples: SAMPLES }),
        password: secret('minio/secret-key', { minLength: 8, samples: SAMPLES }),
      },
      drives: DRIVES,
      onSystemDisk,
      // Looked for at every apply, in the place of the reaper of Wire's charts.
      buckets: [{ name: 'assets' }, { name: 'public' }],
    },
    { after },
  );
  return [
    migrations,
    search,
    objects,
    redis.on(at.redis, { password: generated('redis/password') }, { after }),
    etcd.on(at.etcd, { release: RELEASES.etcd, token: name }, { after }),
  ];
}
