import { defineSite } from '@rolecall/roles';
import { ordered } from './recipe-roles.ts';

/** A site one of whose members will be lost. */
export default defineSite({
  name: 'lost',
  hosts: { a: {}, c: {} },
  use: () => {
    ordered.on(['a', 'c']);
  },
});
