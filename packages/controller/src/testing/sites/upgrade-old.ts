import { defineSite } from '@rolecall/roles';
import { vault } from './upgrade-role.ts';

/** The site of the tests of upgrades, at release 1. */
export default defineSite({
  name: 'upgrade',
  hosts: { a: {}, b: {}, c: {} },
  use: () => void vault.on(['a', 'b', 'c'], { release: '1' }),
});
