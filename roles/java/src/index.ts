export { java } from './role.ts';
