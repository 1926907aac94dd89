/** Where things lie on a member. */
export const RELEASE = '/opt/cassandra';
export const CURRENT = `${RELEASE}/current`;
export const EXPORTER = '/opt/cassandra-exporter';
export const SETTINGS = '/etc/cassandra';
export const CONFIG = `${SETTINGS}/cassandra.yaml`;
export const SEEDS = `${SETTINGS}/seeds`;
export const OPTIONS = `${SETTINGS}/jvm.options`;
export const TOOL_OPTIONS = `${SETTINGS}/tool.options`;
export const EXPORTER_CONFIG = `${SETTINGS}/exporter.yaml`;
export const LOGBACK = `${SETTINGS}/logback.xml`;
export const TOOL_LOGBACK = `${SETTINGS}/logback-tools.xml`;
/** Who the superuser is, for programs of the host: root and the group may read it. */
export const LOGIN = `${SETTINGS}/login`;
export const NODE_SETTINGS = `${SETTINGS}/node.conf`;
/** How a host that has no data may start; there only until it is a member. */
export const FIRST_START = `${SETTINGS}/first-start`;
export const DATA = '/var/lib/cassandra';
/** What a member of this cluster is, as it stands beside its data once it is one. */
export const MEMBERSHIP = `${SETTINGS}/member`;
/** Says that the data beside it is that of a member, and of which cluster. It goes where the data goes. */
export const MEMBER = `${DATA}/member`;
/** There once it has left the ring for good. */
export const LEFT = `${DATA}/left`;
/** The version that ran on the data last. */
export const VERSION = `${DATA}/version`;
/** What is worked out at each start. */
export const RUN = '/run/cassandra';
export const SNAPSHOTS = '/var/backups/cassandra';
/** On its way to the controller, and from it. */
export const OUTGOING = `${SNAPSHOTS}/outgoing.tar`;
export const INCOMING = `${SNAPSHOTS}/incoming`;
/** What a drill has found in a backup. */
export const MEASURED = `${SNAPSHOTS}/measured`;
export const PROGRAMS = '/usr/local/lib/rolecall';
export const NODE = `${PROGRAMS}/cassandra-node`;
/** What is kept of a member with the controller, and taken in again. */
export const BACKUP = `${PROGRAMS}/cassandra-backup`;
/** Proves in a drill that everything is back. */
export const PROVE = `${PROGRAMS}/cassandra-prove`;
export const CQL = `${PROGRAMS}/cassandra-cql`;
export const NODETOOL = '/usr/local/bin/nodetool';
export const TLS = {
  authority: `${SETTINGS}/tls/ca.crt`,
  certificate: `${SETTINGS}/tls/node.crt`,
  key: `${SETTINGS}/tls/node.key`,
  /** As Cassandra reads them: key and certificate in one file, and whom it trusts. */
  shown: `${RUN}/node.pem`,
  trusted: `${RUN}/ca.crt`,
} as const;
/** The system account that Cassandra runs as, and the group that may read the superuser's password. */
export const ACCOUNT = 'cassandra';
