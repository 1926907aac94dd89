import { type RawAnswers, z } from '@rolecall/roles';

/** What a node says of itself and of its cluster, as its program puts it together. */
const Look = z.object({
  /** `cluster_uuid` is `_na_` until it was in a cluster. */
  node: z.object({ cluster_name: z.string(), cluster_uuid: z.string() }),
  /** Nothing where it knows of no master. */
  state: z
    .object({
      master_node: z.string(),
      nodes: z.record(z.string(), z.object({ name: z.string() })),
    })
    .nullable(),
  /** Of the server that runs; empty where it does not say. */
  version: z.string(),
});

/** One cluster, as one of its nodes sees it. */
export interface Cluster {
  /** The name of the node that is master. */
  readonly master: string;
  /** Names of all nodes that are in it now. */
  readonly nodes: readonly string[];
}

export interface Node {
  /** The name of its cluster. */
  readonly cluster: string;
  /** Tells its cluster from every other one; nothing before it was in one. */
  readonly id: string | null;
  /** Nothing where it knows of no master. */
  readonly sees: Cluster | null;
  /** The release that runs; nothing where it does not say. */
  readonly version: string | null;
}

const clusterOf = ({ state }: z.output<typeof Look>): Cluster | null =>
  state === null
    ? null
    : {
        master: state.nodes[state.master_node]?.name ?? '',
        nodes: Object.values(state.nodes)
          .map(({ name }) => name)
          .sort(),
      };

/** Reads it; nothing where the node does not answer. */
export function readNode({ exitCode, stdout }: RawAnswers['command']): Node | undefined {
  if (exitCode !== 0) return undefined;
  const known = Look.safeParse(parsed(stdout));
  if (!known.success) return undefined;
  const { cluster_name, cluster_uuid } = known.data.node;
  const id = cluster_uuid === '_na_' ? null : cluster_uuid;
  return { cluster: cluster_name, id, sees: clusterOf(known.data), version: known.data.version || null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a host wrote down of the cluster that it became part of. */
export interface Origin {
  readonly cluster: string;
  readonly id: string;
  readonly node: string;
}

/** Reads it; nothing where it is not said. */
export function readOrigin({ content }: RawAnswers['file']): Origin | undefined {
  const value = (key: string): string | undefined => new RegExp(`^${key}=(\\S+)$`, 'm').exec(content)?.[1];
  const [cluster, id, node] = [value('cluster'), value('id'), value('node')];
  return cluster === undefined || id === undefined || node === undefined ? undefined : { cluster, id, node };
}
