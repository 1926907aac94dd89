import type { Pass } from '../graph.ts';
import { addEdges } from './add-edges.ts';

/** What the author named with `after`. */
export const addAfterEdges: Pass = (graph, { site }) =>
  addEdges(
    graph,
    site.uses.map(({ use, after }) => ({ use, on: after, because: 'comes after' })),
  );
