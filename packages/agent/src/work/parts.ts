import type { FromAgent, Simulation } from '@rolecall/protocol';
import type { Binding } from '../catalog/bind.ts';
import type { CatalogStore } from '../catalog/store.ts';
import type { Commands, OwedLedger } from '../host/contract.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { PriorStore } from '../prior/store.ts';
import type { SimulationRequest } from '../simulate/request.ts';
import type { ControllerClock } from './controller-clock.ts';

/**
 * Sends what need not be durable: whoever asked asks again after the link was lost. Answers when there is room for more; false where there is no
 * link any more.
 */
export type Reply = (message: FromAgent) => Promise<boolean>;

/** What work on this host is done with. */
export interface WorkParts {
  readonly journal: Journal;
  readonly catalogs: CatalogStore;
  /** What stood there before. */
  readonly priors: PriorStore;
  readonly binding: Binding;
  readonly commands: Commands;
  readonly owed: OwedLedger;
  /** Carries a catalog out on a copy of this host. */
  readonly simulate: (request: SimulationRequest) => Promise<Simulation>;
  readonly clock: ControllerClock;
  readonly log: Log;
  /** Something was changed on the host: facts may differ now. */
  readonly onChanged: () => void;
  /** The last open assignment has ended, or a question was answered. */
  readonly onIdle: () => void;
  /** Nothing can be promised any longer (the journal failed): the agent ends. */
  readonly onFatal: (error: unknown) => void;
}
