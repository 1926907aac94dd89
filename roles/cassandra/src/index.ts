export { cassandra } from './role.ts';
