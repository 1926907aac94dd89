export { elasticsearch } from './role.ts';
