import { defineSite } from '@rolecall/roles';
import { ordered } from './recipe-roles.ts';

/** The same, once that member was given up. */
export default defineSite({
  name: 'lost',
  hosts: { a: {} },
  use: () => {
    ordered.on(['a']);
  },
});
