export { answer } from './kinds/answer/resource.ts';
export { debconf, debconfAnswer } from './role.ts';
