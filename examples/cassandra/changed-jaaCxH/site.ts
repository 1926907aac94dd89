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
      release: { version: '5.0.9', sha256: '3242eac525c17d819ece0996bd6f5e0c7e190797206b76315ad1b90feab93485' },
      java: jre.cluster,
      cluster: 'example',
      heap: '320MiB', jvm: ['-Dcassandra.ring_delay_ms=3000', '-Dcassandra.skip_wait_for_gossip_to_settle=0', '-Dcassandra.superuser_setup_delay_ms=1000', '-XX:TieredStopAtLevel=1', '-XX:-AlwaysPreTouch', '-XX:+UseSerialGC', '-XX:-UseG1GC'],
      password: secret('cassandra/admin', { generate: 32 }),
      keyspaces: { app: { replication: 3 } },
    });
  },
});
