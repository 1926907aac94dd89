import { defineSite } from '@rolecall/roles';
import { db, plain } from './recipe-roles.ts';

/** The site of the tests of recipes, as it is once b was lost and given up. */
export default defineSite({
  name: 'recipes',
  hosts: { a: {}, c: {} },
  use: () => {
    db.on(['a', 'c']);
    plain.on(['a']);
  },
});
