import { defineRole, defineSite, file, service, unit, z } from '@rolecall/roles';

const sleeper = unit('passed.service', { content: '[Service]\nExecStart=/bin/sleep infinity\n' });
const passed = () => [file('/etc/passed.conf', { content: 'passed\n' }), sleeper, service('passed', { running: true })];

/** Declares a service, until the other one does. */
const former = defineRole({
  name: 'former',
  params: z.object({ has: z.boolean() }),
  resources: ({ params }) => [file('/etc/former.conf', { content: 'former\n' }), ...(params.has ? passed() : [])],
});

const later = defineRole({
  name: 'later',
  params: z.object({ has: z.boolean() }),
  resources: ({ params }) => [file('/etc/later.conf', { content: 'later\n' }), ...(params.has ? passed() : [])],
});

export default defineSite({
  name: 'passing',
  hosts: { 'pa-1': {} },
  use: () => {
    former.on(['pa-1'], { has: true });
    later.on(['pa-1'], { has: false });
  },
});
