import { z } from 'zod';
import { Fault } from '../outcome.ts';
import { artifactRoutes } from './artifacts.ts';
import { controllerRoutes } from './controller.ts';
import { fleetRoutes } from './fleet.ts';
import { identityRoutes } from './identities.ts';
import { jobRoutes } from './jobs.ts';
import { offlineRoutes } from './offline.ts';
import { runRoutes } from './runs.ts';
import { tokenRoutes } from './tokens.ts';

/** Every verb that an operator has; the server serves these and nothing else. */
export const api = {
  ...fleetRoutes,
  ...runRoutes,
  ...controllerRoutes,
  ...tokenRoutes,
  ...artifactRoutes,
  ...offlineRoutes,
  ...jobRoutes,
  ...identityRoutes,
} as const;
export type Api = typeof api;
export type Verb = keyof Api;
export type Input<V extends Verb> = z.infer<Api[V]['input']>;
export type Output<V extends Verb> = z.infer<Api[V]['output']>;

/** What a refused call answers, with the HTTP status that fits. */
export const ApiError = z.strictObject({ error: Fault });
export type ApiError = z.infer<typeof ApiError>;
