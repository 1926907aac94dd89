import { emptyGraph, type Graph, type Pass, type SiteHosts } from './graph.ts';
import { addAfterEdges } from './passes/add-after-edges.ts';
import { addInstances } from './passes/add-instances.ts';
import { addOutputEdges } from './passes/add-output-edges.ts';
import { addRolloutOrder } from './passes/add-rollout-order.ts';
import { rejectCycles } from './passes/reject-cycles.ts';

const passes: readonly Pass[] = [
  addInstances, // what each use puts on each host
  addOutputEdges, // values that one use gives to another
  addAfterEdges, // `after`, written by the author
  rejectCycles, // names the loop in the site's own words
  addRolloutOrder, // the order of uses on one host
];

/** The graph of a site, with everything that is wrong with it as findings. */
export const buildGraph = (from: SiteHosts): Graph => passes.reduce((graph, pass) => pass(graph, from), emptyGraph);
