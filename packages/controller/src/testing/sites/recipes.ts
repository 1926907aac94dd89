import { defineSite } from '@rolecall/roles';
import { db, plain } from './recipe-roles.ts';

/** The site of the tests of recipes. */
export default defineSite({
  name: 'recipes',
  hosts: { a: {}, b: {}, c: {} },
  use: () => {
    db.on(['a', 'b', 'c']);
    plain.on(['a']);
  },
});
