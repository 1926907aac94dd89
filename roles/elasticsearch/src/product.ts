/** What the two products call differently. */
export interface Product {
  /** Its program, in `bin`; its settings and its keystore are named after it. */
  readonly program: string;
  /** How its environment variables begin. */
  readonly variables: string;
  /** The setting that founds a cluster. */
  readonly initial: string;
  /** Lines of jvm.options that only this one wants. */
  readonly jvm: readonly string[];
}

/** Elasticsearch 8 and OpenSearch 2. */
export const products = {
  elasticsearch: {
    program: 'elasticsearch',
    variables: 'ES',
    initial: 'cluster.initial_master_nodes',
    // As in the jvm.options of 8.19.
    jvm: [
      '20-:--add-modules=jdk.incubator.vector',
      '23:-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.setAsTypeCache',
      '23:-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.asTypeUncached',
      '-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1',
    ],
  },
  opensearch: {
    program: 'opensearch',
    variables: 'OPENSEARCH',
    initial: 'cluster.initial_cluster_manager_nodes',
    // As in the jvm.options of 2.19.
    jvm: [
      '-XX:G1ReservePercent=25',
      '-XX:InitiatingHeapOccupancyPercent=30',
      '18-:-Djava.security.manager=allow',
      '20-:--add-modules=jdk.incubator.vector',
      '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory',
    ],
  },
} as const satisfies Readonly<Record<string, Product>>;
