export { storeUndo } from './catalog.ts';
export { openPlanDeps, type PlanDeps } from './deps.ts';
export { prepareDestroy } from './destroy.ts';
export { drainCatalog } from './drain.ts';
export { outputOn } from './outputs.ts';
export { loadSite, type PrepareRequest, prepare, surveySite } from './prepare.ts';
export type { Prepared, PreparedInstance } from './prepared.ts';
export { probeOf } from './prove.ts';
export { readInstance } from './read-instance.ts';
