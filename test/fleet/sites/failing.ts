import { command, defineRole, defineSite, file, service, unit, z } from '@rolecall/roles';

/** A service whose configuration is changed just before something else fails: the restart is owed. */
const broken = defineRole({
  name: 'broken',
  params: z.object({ text: z.string() }),
  resources: ({ params }) => {
    const config = file('/etc/broken.conf', { content: `${params.text}\n` });
    const sleeper = unit('broken.service', {
      content: '[Unit]\nDescription=sleeps\n[Service]\nExecStart=/usr/bin/sleep infinity\n',
    });
    return [
      config,
      sleeper,
      command('check that the door is open', {
        argv: ['sh', '-c', 'echo looked at the door >&2; test -e /var/lib/door'],
      }),
      service('broken', { running: true, restartOn: [config] }),
    ];
  },
  outputs: ({ host }) => ({ address: host.address }),
});

const dependant = defineRole({
  name: 'dependant',
  params: z.object({ of: z.array(z.object({ address: z.string() })) }),
  resources: ({ params }) => [
    file('/etc/dependant.conf', { content: params.of.map(({ address }) => address).join('\n') }),
  ],
});

const other = defineRole({
  name: 'other',
  params: z.object({}),
  resources: () => [file('/etc/other.conf', { content: 'other\n' })],
});

export default defineSite({
  name: 'failing',
  hosts: { 'fa-1': {}, 'fa-2': {} },
  use: () => {
    const first = broken.on(['fa-1'], { text: 'one' });
    dependant.on(['fa-2'], { of: first.outputs });
    other.on(['fa-2'], {});
  },
});
