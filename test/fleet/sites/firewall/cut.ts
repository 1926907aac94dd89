import { defineSite } from '@rolecall/roles';
import { wall } from './role.ts';

export default defineSite({
  name: 'firewall',
  hosts: { 'fw-1': {} },
  use: () => {
    wall.on(['fw-1'], { cut: true });
  },
});
