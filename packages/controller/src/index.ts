export { ControllerError } from './error.ts';
export { type ControllerOptions, type RunningController, startController } from './serve/start.ts';
