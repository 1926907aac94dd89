import { defineRole, defineSite, file, z } from '@rolecall/roles';

const lone = defineRole({
  name: 'lone',
  params: z.object({}),
  resources: () => [file('/etc/alone', { content: 'y' })],
});

/** Another site than that of the tests, with a use of the same name on the same host. */
export default defineSite({
  name: 'beside',
  hosts: { d: {} },
  use: () => void lone.on(['d']),
});
