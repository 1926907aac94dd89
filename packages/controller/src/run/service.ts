import type { RunService, Services } from '../serve/services.ts';
import { Runs } from './runs.ts';
import { runHandlers } from './verbs.ts';

/** What drives runs, for the server. */
export function createRuns(services: Services): RunService {
  const runs = new Runs(services);
  runs.resume();
  const { catalogOf, keptFor } = runs;
  return { handlers: runHandlers(services, runs), catalogOf, keptFor, close: () => runs.close() };
}
