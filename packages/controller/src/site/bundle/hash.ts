import { createHash } from 'node:crypto';
import type { Sha256 } from '@rolecall/protocol';

/** The address of some content. */
export const hashOf = (content: Uint8Array | string): Sha256 =>
  createHash('sha256').update(content).digest('hex') as Sha256;
