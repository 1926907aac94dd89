import { defineSite } from '@rolecall/roles';
import { store, web } from './fleet.ts';

/** The site of the tests as it is later: a member less, a role and a host less, and one use with another name. */
export default defineSite({
  name: 'fleet',
  hosts: { a: {}, b: {}, c: {} },
  moved: { uses: { web: 'page' } },
  use: ({ secret }) => {
    const stores = store.on(['a', 'b'], { password: secret('store/password', { generate: 16 }) });
    web.on(['a'], { stores: stores.outputs }, { as: 'page' });
  },
});
