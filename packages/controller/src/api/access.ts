import type { Access } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';

const RANK: Readonly<Record<Access, number>> = { view: 0, operate: 1, admin: 2 };

/** @throws ControllerError `not_allowed` unless this operator's access includes the wanted one. */
export function checkAccess(
  operator: { readonly name: string; readonly access: Access },
  wanted: Access,
  what: string,
): void {
  if (RANK[operator.access] >= RANK[wanted]) return;
  throw new ControllerError('not_allowed', `${operator.name} may ${operator.access}, and ${what} wants ${wanted}`);
}
