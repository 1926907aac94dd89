import type { HostRow } from '@rolecall/protocol';

const DAY_MS = 86_400_000;
/** Agents renew their certificates well before this, in milliseconds: one that is nearer to its end was not renewed in time. */
const NEAR_MS = 14 * DAY_MS;

/** How a host stands, in a few words: also where its certificate is about to end, or has ended. */
export function hostState({
  revoked,
  linked,
  certificateEnd,
}: Pick<HostRow, 'revoked' | 'linked' | 'certificateEnd'>): string {
  if (revoked) return 'revoked';
  const left = certificateEnd - Date.now();
  const state = linked ? 'linked' : 'away';
  if (left < 0) return `${state}, its certificate has expired: enrol it again`;
  return left > NEAR_MS ? state : `${state}, its certificate ends in ${Math.floor(left / DAY_MS)} days`;
}
