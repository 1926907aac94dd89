import { randomBytes } from 'node:crypto';
import type { RunId } from '@rolecall/protocol';

/** A new run's id: the time to the second, which sorts and reads well, and five random characters. */
export function newRunId(now: Date = new Date()): RunId {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `${time}-${randomBytes(4).readUInt32BE().toString(36).padStart(7, '0').slice(-5)}` as RunId;
}
