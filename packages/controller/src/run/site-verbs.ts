import type { Finding, InstanceId, SiteDocument } from '@rolecall/protocol';
import type { Handlers } from '../api/handler.ts';
import { ControllerError } from '../error.ts';
import type { Graph } from '../graph/graph.ts';
import { contentsOf } from '../plan/contents.ts';
import { loadSite, type PlanDeps, prepare, refuseOthers, surveySite } from '../plan/index.ts';
import { runPreflight } from '../preflight/index.ts';
import { refuseUnfit } from './before-apply.ts';
import { lastApplied } from './last-applied.ts';

/** The verbs that look at a site and touch nothing. */
export const siteHandlers = (
  planning: PlanDeps,
): Handlers<'site.validate' | 'site.contents' | 'site.preflight' | 'site.graph' | 'site.applied'> => ({
  'site.applied': ({ use, host }) => lastApplied(planning.services.database, use, host),
  'site.validate': async ({ bundle }) => {
    let site: SiteDocument | null = null;
    try {
      const surveyed = await surveySite(planning, planning.evaluatorOf(bundle));
      site = surveyed.site;
      if (surveyed.findings.length > 0) return { site, findings: [...surveyed.findings] };
      await refuseUnfit(planning, { intent: { is: 'converge' }, bundle, limit: null });
      const { instances } = await prepare(planning, { bundle, limit: null, observes: false });
      refuseOthers(planning.services, surveyed.site, instances);
      return { site, findings: [] };
    } catch (error) {
      return { site, findings: [findingOf(error)] };
    }
  },
  'site.contents': ({ bundle, like }) => contentsOf(planning, bundle, like),
  'site.preflight': async ({ bundle, measured }) => {
    const { findings, ...found } = await runPreflight(planning, planning.evaluatorOf(bundle), measured ?? 'live');
    return { ...found, findings: [...findings] };
  },
  'site.graph': async ({ bundle }) => {
    try {
      const { graph } = await loadSite(planning, planning.evaluatorOf(bundle));
      const nodes = [...graph.nodes.values()].flatMap((node) =>
        node.is === 'instance' ? [{ instance: node.id, after: opened(graph, node.after), source: node.source }] : [],
      );
      return { nodes, findings: [] };
    } catch (error) {
      return { nodes: [], findings: [findingOf(error)] };
    }
  },
});

/** What is drawn are instances: a barrier stands for those behind it. */
const opened = (graph: Graph, after: readonly InstanceId[]): InstanceId[] =>
  after.flatMap((id) => {
    const node = graph.nodes.get(id);
    return node?.is === 'barrier' ? [...node.after] : [id];
  });

function findingOf(error: unknown): Finding {
  if (error instanceof ControllerError) return { code: error.code, message: error.message, at: error.at ?? null };
  throw error;
}
