import type { UseName } from '@rolecall/protocol';
import { barrierId, type Graph, useOfBarrier } from '../graph.ts';

/** Which uses each use waits for. All instances of a use wait for the same ones, so one of them tells. */
export function useEdges(graph: Graph): ReadonlyMap<UseName, readonly UseName[]> {
  const edges = new Map<UseName, readonly UseName[]>();
  for (const use of graph.hosts.keys()) {
    const first = graph.nodes.get(barrierId(use))?.after[0];
    const waits = first === undefined ? [] : (graph.nodes.get(first)?.after ?? []);
    edges.set(use, waits.map(useOfBarrier));
  }
  return edges;
}
