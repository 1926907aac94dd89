import type { ServerInput, SizeInput } from '@rolecall/roles';

/**
 * How large the machines of a production installation are, each line one machine of its kind: Wire's implementation plan, unchanged in
 * the documentation of wire-server-deploy (2026-06). The plan leaves the processors of its Kubernetes row blank; six are what is left
 * of the eleven of a server. 100 users of conference calls more take one processor more on each of them.
 */
export const PRODUCTION: Readonly<Record<string, SizeInput>> = {
  cassandra: { hosts: 3, cpus: 2, memory: '4GB', disk: '80GB' },
  // The plan has 2 GB; MinIO of this year takes 2 GiB of them at its start.
  minio: { hosts: 3, cpus: 1, memory: '4GB', disk: '400GB' },
  elasticsearch: { hosts: 3, cpus: 1, memory: '2GB', disk: '60GB' },
  // With etcd and Redis beside it.
  kubernetes: { hosts: 3, cpus: 6, memory: '8GB', disk: '40GB' },
  etcd: { hosts: 3, cpus: 0, memory: 0, disk: 0 },
  redis: { hosts: 3, cpus: 0, memory: 0, disk: 0 },
  restund: { hosts: 2, cpus: 1, memory: '2GB', disk: '10GB' },
  'admin-host': { hosts: 1, cpus: 1, memory: '4GB', disk: '40GB' },
  'asset-host': { hosts: 1, cpus: 1, memory: '4GB', disk: '100GB' },
};

const WITHOUT: ServerInput = { cpus: 11, memory: '20GB', disk: '590GB' };

/** What each physical server lends, by the same plan; the first one carries the hosts for administration and assets as well. */
export const SERVERS: Readonly<Record<string, ServerInput>> = {
  'server-1': { cpus: 13, memory: '28GB', disk: '730GB' },
  'server-2': WITHOUT,
  'server-3': WITHOUT,
};

/** A demonstration on one machine: the documentation of wire-server-deploy (2026-06) for Ubuntu 24.04. */
export const DEMO: Readonly<Record<string, SizeInput>> = {
  kubernetes: { hosts: 1, cpus: 16, memory: '16GB', disk: '200GB' },
  // Beside it on the same machine.
  cassandra: { hosts: 1, cpus: 0, memory: 0, disk: 0 },
  elasticsearch: { hosts: 1, cpus: 0, memory: 0, disk: 0 },
  minio: { hosts: 1, cpus: 0, memory: 0, disk: 0 },
  etcd: { hosts: 1, cpus: 0, memory: 0, disk: 0 },
  redis: { hosts: 1, cpus: 0, memory: 0, disk: 0 },
};
