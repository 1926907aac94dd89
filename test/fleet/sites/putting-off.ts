import { defineRole, defineSite, file, service, unit, z } from '@rolecall/roles';

/** A service whose restart its operator chooses the time of. */
const relay = defineRole({
  name: 'relay',
  params: z.object({ text: z.string() }),
  resources: ({ params }) => {
    const conf = file('/etc/relay.conf', { content: `${params.text}\n` });
    return [
      conf,
      unit('relay.service', { content: '[Service]\nExecStart=/bin/sleep infinity\n' }),
      service('relay', { running: true, restartOn: [conf], restart: 'later' }),
    ];
  },
});

export default defineSite({
  name: 'putting-off',
  hosts: { 'po-1': {} },
  use: () => void relay.on(['po-1'], { text: 'one' }),
});
