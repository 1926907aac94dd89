import { defineSite } from '@rolecall/roles';
import { neighbour } from './roles.ts';

export default defineSite({
  name: 'ledger',
  hosts: { 'le-1': {} },
  use: () => {
    neighbour.on(['le-1'], {});
  },
});
