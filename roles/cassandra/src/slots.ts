import type { Host } from '@rolecall/roles';

const WEEK_MINUTES = 7 * 24 * 60;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
/** Six hours each, as long as there are no more members than that. */
const LEAST_SLOTS = 28;

const two = (number: number): string => String(number).padStart(2, '0');

/**
 * When in the week a member repairs, as systemd reads it: turns are spread over the week in the order of names. A member that comes or goes
 * shifts the others by two days at most, so the time between two repairs of one member stays below `gc_grace_seconds` (10 days).
 */
export function repairSlot({ name }: Host, peers: readonly Host[]): string {
  const place = peers.findIndex((peer) => peer.name === name);
  const slots = Math.max(LEAST_SLOTS, peers.length);
  // A few members are not all put into the first hours of Monday.
  const apart = Math.max(1, Math.floor(LEAST_SLOTS / peers.length));
  const minutes = Math.floor((place * apart * WEEK_MINUTES) / slots) % WEEK_MINUTES;
  const [day, rest] = [Math.floor(minutes / 1440), minutes % 1440];
  return `${DAYS[day]} *-*-* ${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}
