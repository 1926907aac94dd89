export { base } from './role.ts';
