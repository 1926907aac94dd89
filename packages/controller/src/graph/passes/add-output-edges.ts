import type { Pass } from '../graph.ts';
import { referencesIn } from '../references.ts';
import { addEdges } from './add-edges.ts';

/** Using an output is the dependency: it waits for all instances that give it. */
export const addOutputEdges: Pass = (graph, { site }) =>
  addEdges(
    graph,
    site.uses.map(({ use, params }) => ({
      use,
      on: referencesIn(params).map(({ use: other, scope, path }) => (scope === 'job' ? `${other}.${path[0]}` : other)),
      because: 'uses outputs of',
    })),
  );
