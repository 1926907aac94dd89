import { artifact, type Declared, file, type Host } from '@rolecall/roles';
import type { Params } from './params.ts';
import { EXPORTER, EXPORTER_CONFIG } from './places.ts';

const JAR = 'jmx_prometheus_javaagent.jar';

/** What Cassandra calls a figure by, from the most words to the fewest, and the labels that become of them. */
const NAMED = [
  { by: 'path=(\\w+), scope=(\\S+), name', labels: { path: '$2', scope: '$3' }, name: '$4', next: 5 },
  { by: 'scope=(\\S+), name', labels: { scope: '$2' }, name: '$3', next: 4 },
  { by: 'name', labels: {}, name: '$2', next: 3 },
] as const;

/** Counts are told apart from what is measured now, and percentiles by a label. */
const rules = NAMED.flatMap(({ by, labels, name, next }) => {
  const figure = `org.apache.cassandra.metrics<type=(\\w+), ${by}=(\\w+)><>`;
  return [
    { pattern: `${figure}Count`, name: `cassandra_$1_${name}_count`, labels },
    { pattern: `${figure}Value`, name: `cassandra_$1_${name}`, labels },
    {
      pattern: `${figure}(\\d+)thPercentile`,
      name: `cassandra_$1_${name}`,
      labels: { ...labels, quantile: `0.$${next}` },
    },
  ];
});

/**
 * What is told. Not what the server keeps of each table: with thousands of tables a scrape would take longer than the pause between two, and it
 * asks the server itself for every figure.
 */
const DEFAULTS = {
  lowercaseOutputName: true,
  lowercaseOutputLabelNames: true,
  includeObjectNames: [
    ...['Cache', 'Client', 'ClientRequest', 'CommitLog', 'Compaction', 'DroppedMessage', 'Storage', 'ThreadPools'].map(
      (type) => `org.apache.cassandra.metrics:type=${type},*`,
    ),
    'java.lang:type=GarbageCollector,*',
    'java.lang:type=Memory',
    'java.lang:type=OperatingSystem',
    'java.lang:type=Threading',
  ],
  rules: [...rules, { pattern: 'java.lang.*' }],
};

/** What a member needs to tell its figures; nothing where nobody asks for them. */
export function exporter({ metrics }: Params): readonly Declared[] {
  if (metrics === undefined) return [];
  const { version, sha256, url } = metrics.exporter;
  const from = url === undefined ? {} : { url };
  return [
    artifact(EXPORTER, { version, sha256, format: 'file', as: JAR, mode: 0o644, ...from }),
    // JSON is YAML too.
    file(EXPORTER_CONFIG, { content: `${JSON.stringify(metrics.config ?? DEFAULTS, null, 2)}\n` }),
  ];
}

/** The options of the server's JVM for it. */
export const exporterOptions = (host: Host, { metrics }: Params): readonly string[] =>
  metrics === undefined
    ? []
    : [`-javaagent:${EXPORTER}/current/${JAR}=${host.address}:${metrics.port}:${EXPORTER_CONFIG}`];
