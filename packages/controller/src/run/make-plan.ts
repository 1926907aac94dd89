import type { Input } from '@rolecall/protocol';
import {
  type PlanDeps,
  type Prepared,
  type PreparedInstance,
  refuseOthers,
  refuseUnmet,
  siteOfRecipe,
} from '../plan/index.ts';
import { refuseUnfit, refuseUnfitComing } from './before-apply.ts';
import { prepareRun } from './prepare-run.ts';
import { goingOn } from './recipe-run.ts';
import { leftBy, resumedRuns } from './resume.ts';

/** What is planned, before any host is asked what differs on it. */
export interface PlanMade {
  /** As it is carried out: a recipe with its ticket, and the run that it goes on with. */
  readonly request: Input<'runs.start'>;
  readonly prepared: Prepared;
  readonly left: readonly PreparedInstance[];
}

/** Works out what a plan is about. What is refused leaves no run behind. @throws ControllerError */
export async function makePlan(planning: PlanDeps, asked: Input<'runs.start'>): Promise<PlanMade> {
  const { database } = planning.services;
  if (asked.intent.is === 'recipe') {
    const site = await planning.evaluatorOf(asked.bundle).ask({ call: 'site' });
    const request = goingOn(database, asked, siteOfRecipe(site.name, asked.intent));
    const prepared = await prepareRun(planning, request);
    refuseOthers(planning.services, prepared.site, prepared.instances);
    await refuseUnmet(planning, prepared);
    const notes = await refuseUnfitComing(planning, prepared, request);
    return { request, prepared: { ...prepared, notes: [...prepared.notes, ...notes] }, left: prepared.instances };
  }
  const resumed = asked.resumes === null ? [] : resumedRuns(database, asked.resumes);
  await refuseUnfit(planning, asked);
  const prepared = await prepareRun(planning, asked);
  refuseOthers(planning.services, prepared.site, prepared.instances);
  return { request: asked, prepared, left: leftBy(resumed, prepared.site.name, prepared.instances) };
}
