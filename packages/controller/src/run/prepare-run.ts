import type { HostName, Input, RunEventOf } from '@rolecall/protocol';
import { type PlanDeps, type Prepared, prepare, prepareDestroy, prepareRecipe } from '../plan/index.ts';
import { wishOf } from './recipe-run.ts';
import { prepareUndo } from './undo.ts';

/** What a run is about, as its request or its first event says. */
type Wanted = Pick<Input<'runs.start'>, 'intent' | 'bundle' | 'limit' | 'restarts'>;

/** How it is worked out: `recorded`, `asked` and `isAway` as in `prepare`. */
interface More {
  readonly recorded?: readonly RunEventOf<'decided'>[];
  readonly asked?: boolean;
  readonly isAway?: (host: HostName) => boolean;
}

/** Works out what a run is to do, whatever it is for. */
export function prepareRun(
  deps: PlanDeps,
  { intent, bundle, limit, restarts = [] }: Wanted,
  more: More = {},
): Promise<Prepared> {
  switch (intent.is) {
    case 'converge':
      return prepare(deps, { bundle, limit, restarts, ...more });
    case 'destroy':
      return prepareDestroy(deps, bundle, limit);
    case 'undo':
      return prepareUndo(deps, intent.run);
    case 'recipe':
      return prepareRecipe(deps, { bundle, wish: wishOf(intent), ...more });
  }
}
