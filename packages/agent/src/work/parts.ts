import type { Binding } from '../catalog/bind.ts';
import type { CatalogStore } from '../catalog/store.ts';
import type { Commands, OwedLedger } from '../host/contract.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { PriorStore } from '../prior/store.ts';
import type { ControllerClock } from './controller-clock.ts';

/** What work on this host is done with. */
export interface WorkParts {
  readonly journal: Journal;
  readonly catalogs: CatalogStore;
  /** What stood there before. */
  readonly priors: PriorStore;
  readonly binding: Binding;
  readonly commands: Commands;
  readonly owed: OwedLedger;
  readonly clock: ControllerClock;
  readonly log: Log;
  /** Something was changed on the host: facts may differ now. */
  readonly onChanged: () => void;
  /** The last open assignment has ended. */
  readonly onIdle: () => void;
  /** Nothing can be promised any longer (the journal failed): the agent ends. */
  readonly onFatal: (error: unknown) => void;
}
