import type { Declared, UseName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Graph } from '../graph/graph.ts';

/** The same resource, where it is a service that puts restarts off: here it does what it is owed. */
export const dueNow = (resource: Declared): Declared =>
  resource.kind === 'service' && resource.params.restart === 'later'
    ? { ...resource, params: { ...resource.params, restart: 'now' } }
    : resource;

/** @throws ControllerError where services of a use are to be restarted that the site does not have */
export function refuseUnknownUses({ uses }: Pick<Graph, 'uses'>, restarts: readonly UseName[]): void {
  const unknown = restarts.find((use) => !uses.includes(use));
  if (unknown === undefined) return;
  throw new ControllerError(
    'unknown_use',
    `the site uses nothing called ${unknown}, so nothing of it can be restarted`,
    {
      hint: `it uses ${uses.join(', ')}`,
    },
  );
}
