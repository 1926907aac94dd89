import type { HostName, Report } from '@rolecall/protocol';
import type { Database } from '../store/database.ts';
import { markOf, setMark } from '../store/marks.ts';
import { CLOSE } from './close-code.ts';
import type { HubListener } from './contract.ts';
import { Refusal } from './intake.ts';
import type { Link } from './link.ts';
import { ownerOfReport } from './owner.ts';

/**
 * Stores a report with whatever follows from it, or knows it for a repeat; to be called within a transaction.
 * @throws Refusal for a gap, or for work that was given to another host.
 */
export function storeReport(
  database: Database,
  listeners: ReadonlySet<HubListener>,
  link: Link,
  { seq, body }: { readonly seq: number; readonly body: Report },
): void {
  const mark = markOf(database, link.host);
  if (mark === undefined || link.epoch === undefined || mark.epoch !== link.epoch)
    throw new Refusal(CLOSE.gap, 'it comes from a journal that was given up');
  if (seq <= mark.seq) return;
  if (seq > mark.seq + 1) throw new Refusal(CLOSE.gap, `report ${mark.seq + 1} is missing before ${seq}`);
  refuseForeign(link.host, ownerOfReport(database, body));
  setMark(database, link.host, { epoch: link.epoch, seq });
  for (const listener of listeners) listener.report(link.host, body);
}

export function refuseForeign(host: HostName, owner: HostName | undefined): void {
  if (owner === undefined || owner === host) return;
  throw new Refusal(CLOSE.notAllowed, `that work was not given to ${host}`);
}
