import { defineRole, defineSite, directory, file, pkg, service, unit, z } from '@rolecall/roles';

/** A service with all that may be left over of one: data, configuration, a package, a unit. */
const app = defineRole({
  name: 'app',
  params: z.object({ text: z.string(), version: z.string(), more: z.boolean() }),
  resources: ({ params }) => {
    const config = file('/etc/app.conf', { content: `${params.text}\n`, mode: params.text === 'one' ? 0o644 : 0o600 });
    const sleeper = unit('app.service', {
      content:
        '[Unit]\nDescription=sleeps\n[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n',
    });
    return [
      pkg('tiny', { version: params.version }),
      directory('/srv/app-data'),
      config,
      ...(params.more ? [file('/etc/app-more.conf', { content: 'more\n' })] : []),
      sleeper,
      service('app', { enabled: true, running: true, restartOn: [config] }),
    ];
  },
  outputs: ({ host }) => ({ address: host.address }),
});

const extra = defineRole({
  name: 'extra',
  params: z.object({ of: z.array(z.object({ address: z.string() })) }),
  resources: ({ params }) => [
    file('/etc/extra.conf', { content: params.of.map(({ address }) => address).join('\n') }),
    file('/etc/issue.net', { content: 'ours\n' }),
  ],
});

export default defineSite({
  name: 'leaving',
  hosts: { 'le-1': {}, 'le-2': {} },
  use: () => {
    const apps = app.on(['le-1', 'le-2'], { text: 'one', version: '1.0', more: true });
    extra.on(['le-1'], { of: apps.outputs });
  },
});
