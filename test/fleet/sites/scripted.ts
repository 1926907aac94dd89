import { command, defineRole, defineSite, file, pkg, z } from '@rolecall/roles';

/** A package whose script writes files that nobody declared. */
const scripted = defineRole({
  name: 'scripted',
  params: z.object({}),
  resources: () => [
    pkg('writes'),
    file('/etc/scripted.conf', { content: 'one\n' }),
    command('say hello', { argv: ['true'] }),
  ],
});

export default defineSite({
  name: 'scripted',
  hosts: { 'db-1': {} },
  use: () => {
    scripted.on(['db-1'], {});
  },
});
