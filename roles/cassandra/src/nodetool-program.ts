import { NODE_SETTINGS, SETTINGS, TOOL_LOGBACK, TOOL_OPTIONS } from './places.ts';

/** Cassandra's own command line, for the server of this host: JMX listens here only. */
export const nodetoolProgram = `#!/bin/sh
# nodetool of this host's Cassandra.
. ${NODE_SETTINGS}
exec "$java/bin/java" @${TOOL_OPTIONS} -Dlogback.configurationFile=${TOOL_LOGBACK} \\
  -cp "${SETTINGS}:$release/lib/*" org.apache.cassandra.tools.NodeTool -h 127.0.0.1 -p "$jmx" "$@"
`;
