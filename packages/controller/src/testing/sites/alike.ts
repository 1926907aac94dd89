import { defineRole, defineSite, file, z } from '@rolecall/roles';

const same = defineRole({ name: 'same', params: z.object({}), resources: () => [file('/etc/lone', { content: 'x' })] });

/** Another site than that of the tests, that wants a file of one of its hosts just as that one does. */
export default defineSite({
  name: 'alike',
  hosts: { d: {} },
  use: () => void same.on(['d']),
});
