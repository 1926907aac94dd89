export { timeSync } from './role.ts';
