import type { Owed } from '@rolecall/resources';
import type { Boot } from './boot.ts';
import type { OwedLedger } from './contract.ts';
import { type Debt, OwedStore } from './owed-store.ts';
import { type ServiceStart, startOf } from './started.ts';

/** What is owed to services: written by the engine, read and settled through `Host`. */
export interface OwedBook extends OwedLedger {
  /** Actions that are owed now. */
  owed(service: string): Promise<readonly Owed[]>;
  /** What is owed was done. */
  settle(service: string): Promise<void>;
}

export interface OwedOptions {
  /** The agent's folder on disk. */
  readonly folder: string;
  readonly boot: Boot;
  /** Asks since when a service runs. */
  readonly startOf?: (service: string) => Promise<ServiceStart>;
}

/** Unit names may be given without `.service`, as systemctl takes them. */
const SUFFIX = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;
const unitName = (service: string): string => (SUFFIX.test(service) ? service : `${service}.service`);

export function openOwed({ folder, boot, startOf: ask = startOf }: OwedOptions): OwedBook {
  const store = new OwedStore(folder);
  const change = (service: string, because: string, to: (debt: Debt) => Debt | undefined): void => {
    const isMeant = (debt: Debt): boolean => debt.service === unitName(service) && debt.because === because;
    store.replace(store.debts.flatMap((debt) => (isMeant(debt) ? (to(debt) ?? []) : debt)));
  };
  return {
    expect: async (service, action, because) =>
      store.replace(expecting(store.debts, unitName(service), action, because)),
    confirm: async (service, because) => {
      const written = { bootId: boot.id, at: boot.now() };
      change(service, because, (debt) => (debt.isExpected ? { ...debt, isExpected: false, written } : debt));
    },
    withdraw: async (service, because) =>
      change(service, because, (debt) => (debt.written === undefined ? undefined : { ...debt, isExpected: false })),
    owed: async (service) => {
      const debts = store.debts.filter((debt) => debt.service === unitName(service));
      if (debts.length === 0) return [];
      const start = await ask(unitName(service));
      return debts.filter((debt) => isOwed(debt, start, boot)).map(({ action, because }) => ({ action, because }));
    },
    settle: async (service) => {
      const left = store.debts.filter((debt) => debt.service !== unitName(service));
      if (left.length < store.debts.length) store.replace(left);
    },
  };
}

function expecting(debts: readonly Debt[], service: string, action: Debt['action'], because: string): readonly Debt[] {
  const isSame = (debt: Debt): boolean =>
    debt.service === service && debt.action === action && debt.because === because;
  const written = debts.find(isSame)?.written;
  return [...debts.filter((debt) => !isSame(debt)), { service, action, because, isExpected: true, written }];
}

/**
 * Nothing is owed to a service that does not run: its start will see all. One that runs has seen what was written before that start
 * began; what may be half written counts as not seen. A start covers a reload, too.
 */
function isOwed({ isExpected, written }: Debt, start: ServiceStart, boot: Boot): boolean {
  if (start.is === 'inactive') return false;
  if (isExpected || written === undefined) return true;
  return written.bootId === boot.id && start.at <= written.at;
}
