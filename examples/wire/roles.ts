import { declareRole } from '@rolecall/roles';

/*
 * What an installation of Wire stands on, as far as its machines go: what each part needs, who reaches whom, and which members stand
 * apart. None of these is managed from here yet; each stands until the role of its name takes its place in `plan.ts`, with one import.
 *
 * Ports, shapes of clusters and file systems are those of wire-server-deploy 5.32 (2026-06) with its roles ansible-cassandra,
 * ansible-minio and ansible-restund, and of kubespray; the matrix of who reaches whom is that of wire-linter.
 */

/** The data of Cassandra has a disk of its own, as the plan of the machines has it. */
export const cassandraDisk = declareRole({
  name: 'cassandra-disk',
  needs: { disk: { path: '/var/lib/cassandra', size: 0, own: true, solid: true } },
});

/** MinIO is told nothing of file systems; the plan of the machines is: XFS on a disk of its own. */
export const minioDisk = declareRole({
  name: 'minio-disk',
  needs: { disk: { path: '/var/lib/minio', size: 0, own: true, filesystems: ['xfs'] } },
});

export const kubernetes = declareRole({
  name: 'kubernetes',
  needs: {
    swap: 'off',
    listens: [
      { name: 'api', port: 6443, from: ['members'] },
      { name: 'kubelet', port: 10250, unit: 'kubelet.service', from: ['members'] },
      { name: 'vxlan', port: 4789, transport: 'udp', from: ['members'] },
    ],
    reaches: [
      { role: 'redis', port: 6379 },
      { role: 'etcd', port: 'client' },
      { role: 'cassandra', port: 'client' },
      { role: 'elasticsearch', port: 'http' },
      { role: 'minio', port: 's3' },
      { role: 'asset-host', port: 'http' },
    ],
  },
  cluster: { apartBy: 'server', maxUnavailable: 1, leastInProduction: 3 },
});

/** Relays calls for those who cannot reach each other; its clients are out in the world, so nobody here tries its ports. */
export const restund = declareRole({
  name: 'restund',
  needs: {
    listens: [
      { name: 'turn', port: 3478 },
      { name: 'turn-udp', port: 3478, transport: 'udp' },
      { name: 'turns', port: 5349 },
    ],
  },
  cluster: { apartBy: 'server', maxUnavailable: 1, leastInProduction: 2 },
});

/** Where the operators of the installation work. */
export const adminHost = declareRole({ name: 'admin-host' });

/** What an installation without a way to the internet is fetched from. */
export const assetHost = declareRole({
  name: 'asset-host',
  needs: {
    listens: [{ name: 'http', port: 8080, from: ['cassandra', 'elasticsearch', 'minio', 'restund', 'admin-host'] }],
  },
});
