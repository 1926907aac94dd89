import { close, factsOf, hostOf, link, type PlantedFault } from './plant.ts';

/** What can be wrong between them. */
export const ofNetworks: readonly PlantedFault[] = [
  {
    fault: 'a machine in the network of pods and services',
    code: 'in_reserved_range',
    host: 'restund-1',
    what: 'address',
    plant: (figures) => {
      hostOf(figures, 'restund-1').address = '10.2.0.5';
      factsOf(figures, 'restund-1').net.address = '10.2.0.5';
      link(figures, 'restund-1', 'ens4', '10.2.0.5/16');
    },
  },
  {
    fault: 'a bridge of containers in the range of the pods',
    code: 'link_in_reserved_range',
    host: 'elasticsearch-1',
    what: 'link docker0',
    plant: (figures) => link(figures, 'elasticsearch-1', 'docker0', '10.233.100.1/24'),
  },
  {
    fault: 'the address of the resolver on each node, in use',
    code: 'address_not_free',
    host: 'kubernetes-1',
    what: 'link dummy0',
    plant: (figures) => link(figures, 'kubernetes-1', 'dummy0', '169.254.25.10/32'),
  },
  {
    fault: 'an address that changed',
    code: 'address_changed',
    host: 'minio-3',
    what: 'address',
    plant: (figures) => {
      factsOf(figures, 'minio-3').net.address = '192.168.7.201';
      link(figures, 'minio-3', 'ens4', '192.168.7.201/24');
    },
  },
  {
    fault: 'an address that the machine does not have',
    code: 'address_not_on_host',
    host: 'admin',
    what: 'address',
    plant: (figures) => {
      const { interfaces } = factsOf(figures, 'admin').net;
      for (const one of interfaces.filter(({ name }) => name === 'ens3')) one.addresses = ['192.168.7.250/24'];
    },
  },
  {
    fault: 'one address for two machines',
    code: 'address_twice',
    host: 'restund-2',
    what: 'address',
    plant: (figures) => {
      hostOf(figures, 'restund-2').address = hostOf(figures, 'minio-1').address;
    },
  },
  {
    fault: 'a port of a relay taken by another program',
    code: 'port_taken',
    host: 'restund-2',
    what: 'port 3478/udp',
    plant: (figures) => {
      hostOf(figures, 'restund-2').taken = [{ transport: 'udp', port: 3478, unit: 'coturn.service' }];
    },
  },
  {
    fault: 'the port of Redis taken by another program',
    code: 'port_taken',
    host: 'kubernetes-2',
    what: 'port 6379/tcp',
    plant: (figures) => {
      hostOf(figures, 'kubernetes-2').taken = [{ transport: 'tcp', port: 6379, unit: 'keydb.service' }];
    },
  },
  {
    fault: 'a firewall between Kubernetes and Cassandra',
    code: 'not_reached',
    host: 'kubernetes-1',
    what: 'kubernetes-1 → cassandra-3 9042/tcp',
    plant: (figures) => close(figures, 'kubernetes-1 → cassandra-3 9042/tcp', 'silent'),
  },
  {
    fault: 'a firewall between two members, in one direction only',
    code: 'not_reached',
    host: 'cassandra-1',
    what: 'cassandra-1 → cassandra-2 7000/tcp',
    plant: (figures) => close(figures, 'cassandra-1 → cassandra-2 7000/tcp', 'refused'),
  },
  {
    fault: 'datagrams between nodes that do not arrive',
    code: 'not_reached',
    host: 'kubernetes-2',
    what: 'kubernetes-2 → kubernetes-3 4789/udp',
    plant: (figures) => close(figures, 'kubernetes-2 → kubernetes-3 4789/udp', 'silent'),
  },
  {
    fault: 'a name without a record',
    code: 'name_not_found',
    host: null,
    what: 'name nginz-https.wire.example.com',
    plant: ({ hosts }) => {
      for (const { names } of Object.values(hosts))
        if (names?.['nginz-https.wire.example.com']) names['nginz-https.wire.example.com'] = [];
    },
  },
  {
    fault: 'a name that one machine does not find',
    code: 'name_not_found',
    host: 'kubernetes-1',
    what: 'name webapp.wire.example.com',
    plant: (figures) =>
      void Object.assign(hostOf(figures, 'kubernetes-1').names ?? {}, { 'webapp.wire.example.com': [] }),
  },
  {
    fault: 'a name that leads to the old installation',
    code: 'name_elsewhere',
    host: null,
    what: 'name assets.wire.example.com',
    plant: ({ hosts }) => {
      for (const { names } of Object.values(hosts))
        if (names?.['assets.wire.example.com']) names['assets.wire.example.com'] = ['203.0.113.99'];
    },
  },
];
