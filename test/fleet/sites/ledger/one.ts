import { defineSite } from '@rolecall/roles';
import { app, neighbour } from './roles.ts';

export default defineSite({
  name: 'ledger',
  hosts: { 'le-1': {} },
  use: () => {
    app.on(['le-1'], {});
    neighbour.on(['le-1'], {});
  },
});
