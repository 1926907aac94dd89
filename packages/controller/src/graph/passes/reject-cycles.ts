import { showSource } from '@rolecall/protocol';
import { barrierId, type Pass } from '../graph.ts';
import { shortestCycle } from '../shortest-cycle.ts';
import { useEdges } from './use-edges.ts';

/** Names the shortest loop, in the site's own words and with its lines. */
export const rejectCycles: Pass = (graph) => {
  const loop = shortestCycle(useEdges(graph));
  if (loop === undefined) return graph;
  const sourceOf = (use: (typeof loop)[number]) => graph.nodes.get(barrierId(use))?.source;
  const named = loop.map((use, index) => {
    const source = sourceOf(use);
    return index === loop.length - 1 || source === undefined ? use : `${use} (${showSource(source)})`;
  });
  const message = `these wait for each other: ${named.join(' → ')}`;
  const at = loop[0] === undefined ? null : (sourceOf(loop[0]) ?? null);
  return { ...graph, findings: [...graph.findings, { code: 'cycle', message, at }] };
};
