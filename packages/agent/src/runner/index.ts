export { runStep } from './run-step.ts';
