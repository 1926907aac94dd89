import { defineRole, defineSite, file, z } from '@rolecall/roles';

const other = defineRole({
  name: 'other',
  params: z.object({}),
  resources: () => [file('/etc/other', { content: 'o' }), file('/etc/lone', { content: 'z' })],
});

/** Another site than that of the tests, that wants a file of one of its hosts to be different. */
export default defineSite({
  name: 'differing',
  hosts: { d: {} },
  use: () => void other.on(['d']),
});
