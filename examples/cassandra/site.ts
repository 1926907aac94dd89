import { cassandra } from '@rolecall/cassandra';
import { java } from '@rolecall/java';
import { defineSite } from '@rolecall/roles';

const members = ['db-1', 'db-2', 'db-3'];

export default defineSite({
  name: 'cassandra-example',
  hosts: {
    'db-1': { labels: { server: 'a', rack: 'a' } },
    'db-2': { labels: { server: 'b', rack: 'b' } },
    'db-3': { labels: { server: 'c', rack: 'c' } },
  },
  use: ({ secret }) => {
    const jre = java.on(members, { version: 17 });
    cassandra.on(members, {
      // The controller has it: `controller artifacts add apache-cassandra-5.0.9-bin.tar.gz` prints its checksum.
      release: { version: '5.0.9', sha256: '0000000000000000000000000000000000000000000000000000000000000000' },
      java: jre.cluster,
      cluster: 'example',
      heap: '2GiB',
      password: secret('cassandra/admin', { generate: 32 }),
      keyspaces: { app: { replication: 3 } },
    });
  },
});
