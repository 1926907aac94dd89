import type { OwedLedger } from '../host/contract.ts';
import { type Bound, idOf } from './bound.ts';

/** A service that has to act when a resource changes. */
export interface Listener {
  readonly service: string;
  readonly action: 'restart' | 'reload';
}

/** Who listens to what, by the id of the resource that is listened to. */
export type Listeners = ReadonlyMap<string, readonly Listener[]>;

export function listenersOf(resources: readonly Bound[]): Listeners {
  const listeners = new Map<string, Listener[]>();
  for (const bound of resources) {
    for (const { action, because } of bound.provider.listensTo?.(bound.params) ?? []) {
      listeners.set(because, [...(listeners.get(because) ?? []), { service: bound.resource.key, action }]);
    }
  }
  return listeners;
}

/** Whether settling this resource may start, restart or reload a service. */
export const disturbs = (bound: Bound): boolean => bound.provider.listensTo !== undefined;

/** What is owed to services around one write: on disk before it, settled after it. */
export class OwedAround {
  readonly #because: string;
  readonly #listeners: readonly Listener[];
  readonly #ledger: OwedLedger;

  constructor(bound: Bound, listeners: Listeners, ledger: OwedLedger) {
    this.#because = idOf(bound);
    this.#listeners = listeners.get(this.#because) ?? [];
    this.#ledger = ledger;
  }

  async expect(): Promise<void> {
    for (const { service, action } of this.#listeners) await this.#ledger.expect(service, action, this.#because);
  }

  async confirm(): Promise<void> {
    for (const { service } of this.#listeners) await this.#ledger.confirm(service, this.#because);
  }

  async withdraw(): Promise<void> {
    for (const { service } of this.#listeners) await this.#ledger.withdraw(service, this.#because);
  }
}
