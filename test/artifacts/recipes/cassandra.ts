import type { Recipe } from '../recipe.ts';

/** Maven has the server's jar and what that needs, not the distribution: `bin` and `conf` are ours. Apache-2.0; needs Java 17. */
const release = (version: string): Recipe => ({
  from: 'maven tree',
  file: `apache-cassandra-${version}-bin.tar.gz`,
  coordinates: `org.apache.cassandra:cassandra-all:${version}`,
  pins: `cassandra/${version}.sha256`,
  folder: 'cassandra',
  without: /osx|windows|aarch_64|riscv/,
  top: `apache-cassandra-${version}`,
});

export const cassandra41 = release('4.1.10');
export const cassandra50 = release('5.0.9');

/** Prometheus' exporter of what a JVM tells of itself. Apache-2.0. */
export const jmxExporter: Recipe = {
  from: 'maven file',
  file: 'jmx_prometheus_javaagent-1.0.1.jar',
  coordinates: 'io.prometheus.jmx:jmx_prometheus_javaagent:1.0.1:jar',
  sha256: '7d61f737fd661610ccc14aea79764faa1ea94a340cbc8f0029b3d2edea3d80c1',
};
