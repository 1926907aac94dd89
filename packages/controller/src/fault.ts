import type { Fault } from '@rolecall/protocol';
import { ControllerError } from './error.ts';

/** An error as it stands in a run: one of ours in its own words, another as a defect of the controller. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ControllerError) return error.toFault();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `an error of the controller itself: ${message}` };
}

/** An error as whoever asked gets it: what is not ours to explain says no more than that. */
export const faultFor = (error: unknown): Fault =>
  error instanceof ControllerError
    ? error.toFault()
    : { code: 'internal', message: 'the controller could not do that; its log says why' };
