import {
  certificate,
  command,
  defineRole,
  defineSite,
  directory,
  file,
  service,
  servicesAuthority,
  unit,
  z,
} from '@rolecall/roles';

const CA_FILE = '/etc/tls/ca.crt';

/** A server that shows a certificate which the controller signed. */
const server = defineRole({
  name: 'server',
  params: z.object({ days: z.number(), renewDays: z.number(), holdsOn: z.boolean().default(false) }),
  resources: ({ params: { holdsOn, ...life }, host }) => {
    const tls = certificate('/etc/tls/server.crt', {
      keyPath: '/etc/tls/server.key',
      names: ['server.example', host.address],
      from: 'controller',
      ...life,
    });
    const shown = unit('tls-server.service', {
      content: `[Service]\nExecStart=/usr/bin/openssl s_server -accept 8443 -cert /etc/tls/server.crt -key /etc/tls/server.key -www -quiet\n`,
    });
    const holding = command('hold on', { argv: ['sh', '-c', 'touch /run/holds-on; sleep 6; rm /run/holds-on'] });
    return [
      ...(holdsOn ? [holding] : []),
      directory('/etc/tls'),
      tls,
      shown,
      service('tls-server', { running: true, restartOn: [tls] }),
    ];
  },
  outputs: ({ host }) => ({ address: host.address }),
});

/** A client that trusts it by a file. */
const client = defineRole({
  name: 'client',
  params: z.object({ servers: z.array(z.object({ address: z.string() })) }),
  resources: () => [directory('/etc/tls'), file(CA_FILE, { content: servicesAuthority })],
});

export default defineSite({
  name: 'services',
  hosts: { 'tls-1': {}, 'tls-2': {} },
  use: () => {
    const servers = server.on(['tls-1'], { days: 2, renewDays: 1 });
    client.on(['tls-2'], { servers: servers.outputs });
  },
});
