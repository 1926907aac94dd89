export { etcd } from './role.ts';
