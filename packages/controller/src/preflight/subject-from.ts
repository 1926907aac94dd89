import type { JsonObject, Measured, RoleDocument, SiteDocument, UseDocument } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { buildGraph } from '../graph/build-graph.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { labelsOf, type PlacedUse, type Subject } from './subject.ts';

/** Puts together what checks look at. @throws ControllerError for a site whose uses cannot be put on its hosts */
export async function subjectFrom(evaluator: Evaluator, site: SiteDocument, measured: Measured): Promise<Subject> {
  const graph = buildGraph({ site, labelsOf: (host) => labelsOf(site, measured, host) });
  const [finding] = graph.findings;
  if (finding !== undefined)
    throw new ControllerError(finding.code, finding.message, finding.at === null ? {} : { at: finding.at });
  const roles = new Map(site.roles.map((role) => [role.name, role]));
  const uses = await Promise.all(
    site.uses.map(async (document): Promise<PlacedUse | undefined> => {
      const role = roles.get(document.role);
      if (role === undefined) return undefined;
      const hosts = graph.hosts.get(document.use) ?? [];
      return { use: document.use, document, role, hosts, params: await paramsOf(evaluator, document, role) };
    }),
  );
  return { site, measured, uses: uses.filter((use) => use !== undefined) };
}

/** With defaults, where a need speaks of a parameter and nothing in them is known only later; else as they are written. */
async function paramsOf(
  evaluator: Evaluator,
  { use, params }: UseDocument,
  { needs }: RoleDocument,
): Promise<JsonObject> {
  const asked = needs.memoryFor !== undefined || needs.listens?.some(({ param }) => param !== undefined) === true;
  if (!asked || JSON.stringify(params).includes('"$output"')) return params;
  return evaluator.ask({ call: 'params', use, params });
}
