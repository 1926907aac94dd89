import { certificate, defineRole, defineSite, directory, z } from '@rolecall/roles';

/** A pair that something else made, and that ends soon. */
const given = defineRole({
  name: 'given',
  params: z.object({}),
  resources: () => [
    directory('/etc/given'),
    certificate('/etc/given/tls.crt', {
      keyPath: '/etc/given/tls.key',
      pair: { certificate: 'CERTIFICATE', key: 'PRIVATE' },
    }),
  ],
});

export default defineSite({
  name: 'ending',
  hosts: { 'tls-1': {}, 'tls-2': {} },
  use: () => {
    given.on(['tls-1', 'tls-2']);
  },
});
