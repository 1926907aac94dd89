import type { Finding, UseName } from '@rolecall/protocol';
import { barrierId, type Graph, type Node } from '../graph.ts';

/** One use that waits for others, and where its author said so. */
export interface Waits {
  readonly use: UseName;
  readonly on: readonly UseName[];
  readonly because: string;
}

/** The graph with each instance of a use waiting at the barriers of others. */
export function addEdges(graph: Graph, waits: readonly Waits[]): Graph {
  const nodes = new Map(graph.nodes);
  const findings: Finding[] = [...graph.findings];
  for (const { use, on, because } of waits) {
    const known = [...new Set(on)].filter((other) => graph.hosts.has(other)).map(barrierId);
    for (const host of graph.hosts.get(use) ?? []) waitFor(nodes, `${use}@${host}` as Node['id'], known);
    const source = graph.nodes.get(barrierId(use))?.source ?? null;
    for (const other of new Set(on)) {
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

function waitFor(nodes: Map<Node['id'], Node>, id: Node['id'], barriers: readonly Node['id'][]): void {
  const node = nodes.get(id);
  if (node === undefined) return;
  nodes.set(id, { ...node, after: [...new Set([...node.after, ...barriers])] });
}
