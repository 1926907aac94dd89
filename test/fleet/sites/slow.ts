import { command, defineRole, defineSite, z } from '@rolecall/roles';

/**
 * Steps that take two seconds each, count every time that they are started, and leave a mark when they are done: whoever
 * interrupts them sees whether one was lost or done twice.
 */
const slow = defineRole({
  name: 'slow',
  params: z.object({ steps: z.number() }),
  resources: ({ params }) =>
    Array.from({ length: params.steps }, (_, i) =>
      command(`step ${i}`, {
        argv: ['sh', '-c', `echo ${i} >> /var/lib/slow.started; echo out-${i}; sleep 2; touch /var/lib/slow.${i}`],
        creates: `/var/lib/slow.${i}`,
      }),
    ),
});

export default defineSite({
  name: 'slow',
  hosts: { 'in-1': {}, 'in-2': {} },
  use: () => {
    slow.on(['in-1', 'in-2'], { steps: 4 });
  },
});
