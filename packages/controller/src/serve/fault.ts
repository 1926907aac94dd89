import type { Fault } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';

/** An error as its reader gets it; what is not ours to explain says no more than that. */
export function faultFor(error: unknown): Fault {
  if (error instanceof ControllerError) return error.toFault();
  return { code: 'internal', message: 'the controller could not do that; its log says why' };
}
