export { minio } from './role.ts';
