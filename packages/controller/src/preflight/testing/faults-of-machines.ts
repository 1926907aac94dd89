import { factsOf, hostOf, mountOf, type PlantedFault } from './plant.ts';

/** What can be wrong with machines. */
export const ofMachines: readonly PlantedFault[] = [
  {
    fault: 'a processor too few for Cassandra',
    code: 'cpus_short',
    host: 'cassandra-1',
    what: 'processors',
    plant: (figures) => {
      factsOf(figures, 'cassandra-1').cpu.count = 1;
    },
  },
  {
    fault: 'half of the memory for Cassandra',
    code: 'memory_short',
    host: 'cassandra-2',
    what: 'memory',
    plant: (figures) => {
      factsOf(figures, 'cassandra-2').mem.total = 2e9;
    },
  },
  {
    fault: 'half of the disk for Cassandra',
    code: 'disk_short',
    host: 'cassandra-3',
    what: 'disk at /var/lib/cassandra',
    plant: (figures) => {
      mountOf(figures, 'cassandra-3', '/var/lib/cassandra').size = 4e10;
    },
  },
  {
    fault: 'the data of MinIO on the system disk',
    code: 'disk_shared',
    host: 'minio-1',
    what: 'disk at /var/lib/minio',
    plant: (figures) => {
      factsOf(figures, 'minio-1').mounts = [
        { path: '/', device: '/dev/vda1', type: 'xfs', options: 'rw', size: 4.2e11 },
      ];
    },
  },
  {
    fault: 'the wrong file system for MinIO',
    code: 'filesystem_other',
    host: 'minio-2',
    what: 'disk at /var/lib/minio',
    plant: (figures) => {
      mountOf(figures, 'minio-2', '/var/lib/minio').type = 'ext4';
    },
  },
  {
    fault: 'processors of the demonstration under Kubernetes',
    code: 'cpus_short',
    host: 'kubernetes-1',
    what: 'processors',
    plant: (figures) => {
      factsOf(figures, 'kubernetes-1').cpu.count = 4;
    },
  },
  {
    fault: 'a rotating disk under etcd',
    code: 'disk_rotates',
    host: 'kubernetes-2',
    what: 'disk at /var/lib/etcd',
    plant: (figures) => {
      for (const disk of factsOf(figures, 'kubernetes-2').disks) disk.rotational = true;
    },
  },
  {
    fault: 'swap under Kubernetes',
    code: 'swap_on',
    host: 'kubernetes-3',
    what: 'swap',
    plant: (figures) => {
      factsOf(figures, 'kubernetes-3').mem.swap = 2e9;
    },
  },
  {
    fault: 'more machines on a server than it has processors',
    code: 'server_full',
    host: null,
    what: 'processors of server-3',
    plant: (figures) => {
      factsOf(figures, 'restund-3').cpu.count = 8;
    },
  },
  {
    fault: 'a release that is not supported any longer',
    code: 'os_not_listed',
    host: 'elasticsearch-2',
    what: 'operating system',
    plant: (figures) => {
      factsOf(figures, 'elasticsearch-2').os.version = '20.04';
    },
  },
  {
    fault: 'another release than on all others',
    code: 'os_differs',
    host: 'elasticsearch-3',
    what: 'operating system',
    plant: (figures) => {
      factsOf(figures, 'elasticsearch-3').os.version = '24.04';
    },
  },
  {
    fault: 'a host name that Kubernetes would not take',
    code: 'name_unusable',
    host: 'cassandra-1',
    what: 'host name',
    plant: (figures) => {
      factsOf(figures, 'cassandra-1').hostname = 'Cassandra_1';
    },
  },
  {
    fault: 'two machines of one name',
    code: 'name_twice',
    host: 'minio-3',
    what: 'host name',
    plant: (figures) => {
      factsOf(figures, 'minio-3').hostname = 'minio-2';
    },
  },
  {
    fault: 'a machine that is a clone of another',
    code: 'machine_twice',
    host: 'restund-3',
    what: 'machine id',
    plant: (figures) => {
      factsOf(figures, 'restund-3').os.machineId = factsOf(figures, 'restund-1').os.machineId;
    },
  },
  {
    fault: 'a machine that was never enrolled',
    code: 'not_enrolled',
    host: 'assets',
    what: 'agent',
    plant: (figures) => void Object.assign(hostOf(figures, 'assets'), { enrolled: false, linked: false }),
  },
  {
    fault: 'a clock that nobody keeps',
    code: 'clock_not_kept',
    host: 'cassandra-3',
    what: 'clock',
    plant: (figures) =>
      void Object.assign(factsOf(figures, 'cassandra-3').time, { synchronised: false, service: null }),
  },
  {
    fault: 'a clock four seconds ahead',
    code: 'clock_off',
    host: 'cassandra-2',
    what: 'clock',
    plant: (figures) => {
      hostOf(figures, 'cassandra-2').clock = { aheadMs: 4_000, withinMs: 2 };
    },
  },
];
