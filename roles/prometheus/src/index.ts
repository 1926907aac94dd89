export { prometheus } from './role.ts';
export { Target } from './targets.ts';
