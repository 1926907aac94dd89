import { command, defineRole, defineSite, file, reboot, z } from '@rolecall/roles';

/** Something before a reboot, the reboot, and something after it. */
const anew = defineRole({
  name: 'anew',
  params: z.object({}),
  resources: () => [
    file('/etc/before-the-reboot', { content: 'here\n' }),
    reboot('once for this test', { when: 'once' }),
    reboot('after updates'),
    command('after it', { argv: ['sh', '-c', 'echo after >>/root/after'], creates: '/root/after' }),
  ],
});

export default defineSite({
  name: 'reboot',
  hosts: { 'rb-1': {} },
  use: () => {
    anew.on(['rb-1'], {});
  },
});
