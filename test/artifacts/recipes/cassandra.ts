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
