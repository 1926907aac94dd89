import { createHash } from 'node:crypto';
import type { RunEvent, Sha256 } from '@rolecall/protocol';
import { canonical } from '../site/canonical.ts';

/** What a saved plan is known by: SHA-256 over everything that it says, from its first event to its last. */
export function planDigest(events: readonly RunEvent[]): Sha256 {
  const hash = createHash('sha256');
  for (const event of events) hash.update(`${canonical(event)}\n`);
  return hash.digest('hex') as Sha256;
}
