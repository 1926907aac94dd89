import { join } from 'node:path';
import type { Sha256 } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { type Evaluator, openEvaluator } from '../site/evaluator/evaluator.ts';
import { openEvaluations } from '../store/evaluations.ts';

/** Bundles that stay open at once; the one that was used longest ago is closed for another. */
const MAX_OPEN = 8;

/** What planning works with. */
export interface PlanDeps {
  readonly services: Services;
  /** Opens a stored bundle. @throws ControllerError `no_bundle` */
  evaluatorOf(bundle: Sha256): Evaluator;
}

export function openPlanDeps(services: Services): PlanDeps & { close(): Promise<void> } {
  const open = new Map<Sha256, Evaluator>();
  const evaluations = openEvaluations(services.database);
  return {
    services,
    evaluatorOf(bundle) {
      const known =
        open.get(bundle) ??
        openEvaluator(contentOf(services, bundle), { root: join(services.data, 'bundles'), evaluations });
      open.delete(bundle);
      open.set(bundle, known);
      for (const [old, evaluator] of [...open].slice(0, -MAX_OPEN)) {
        open.delete(old);
        void evaluator.close();
      }
      return known;
    },
    close: async () => {
      await Promise.all([...open.values()].map((evaluator) => evaluator.close()));
    },
  };
}

function contentOf({ blobs }: Services, bundle: Sha256): Uint8Array {
  const content = blobs.get(bundle);
  if (content !== undefined) return content;
  throw new ControllerError(
    'no_bundle',
    `the controller does not have the bundle ${bundle.slice(0, 12)} of this site`,
    {
      hint: 'plan from the site file again',
    },
  );
}
