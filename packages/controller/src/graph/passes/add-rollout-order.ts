import type { UseName } from '@rolecall/protocol';
import toposort from 'toposort';
import type { Pass } from '../graph.ts';
import { useEdges } from './use-edges.ts';

/**
 * Uses in the order in which one host does them: what they wait for first, ties as the site lists them. There are few uses, so
 * toposort's recursion is no danger; instances are many and are released by counts.
 */
export const addRolloutOrder: Pass = (graph) => {
  if (graph.findings.some(({ code }) => code === 'cycle')) return graph;
  const edges = [...useEdges(graph)].flatMap(([use, waits]) => waits.map((on): [UseName, UseName] => [on, use]));
  return { ...graph, uses: toposort.array([...graph.hosts.keys()], edges) };
};
