import type { Finding, UseName } from '@rolecall/protocol';
import { barrierId, type Graph, type Node, waitedFor } from '../graph.ts';

/** One use that waits for others, and where its author said so. */
export interface Waits {
  readonly use: UseName;
  /** Uses, or `USE.JOB`. */
  readonly on: readonly string[];
  readonly because: string;
}

/** The graph with each instance of a use waiting at the barriers of others. */
export function addEdges(graph: Graph, waits: readonly Waits[]): Graph {
  const nodes = new Map(graph.nodes);
  const findings: Finding[] = [...graph.findings];
  for (const { use, on, because } of waits) {
    const known = [...new Set(on)].filter((other) => graph.hosts.has(useIn(other))).map(waitedFor);
    for (const host of graph.hosts.get(use) ?? []) waitFor(nodes, `${use}@${host}` as Node['id'], known);
    const source = graph.nodes.get(barrierId(use))?.source ?? null;
    for (const other of new Set(on.map(useIn))) {
      if (graph.hosts.has(other)) continue;
      findings.push({
        code: 'unknown_use',
        message: `${use} ${because} ${other}, which this site does not use`,
        at: source,
      });
    }
  }
  return { ...graph, nodes, findings };
}

const useIn = (useOrJob: string): UseName => useOrJob.split('.')[0] as UseName;

function waitFor(nodes: Map<Node['id'], Node>, id: Node['id'], barriers: readonly Node['id'][]): void {
  const node = nodes.get(id);
  if (node === undefined) return;
  nodes.set(id, { ...node, after: [...new Set([...node.after, ...barriers])] });
}
