export { redis } from './role.ts';
