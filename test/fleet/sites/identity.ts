import { defineRole, defineSite, directory, service, unit, user, z } from '@rolecall/roles';

const KEY = '/var/lib/node/key';

/** A service that makes a key when it first starts, as nodes of networks do: whoever has it is that node. */
const node = defineRole({
  name: 'node',
  params: z.object({ text: z.string() }),
  identity: [KEY],
  resources: ({ params }) => {
    const runs = unit('node.service', {
      content: `[Unit]
Description=${params.text}
[Service]
User=node
UMask=0077
ExecStartPre=/bin/sh -c '[ -e ${KEY} ] || head -c 300 /dev/urandom >${KEY}'
ExecStart=/usr/bin/sleep infinity
[Install]
WantedBy=multi-user.target
`,
    });
    return [
      user('node', { system: true }),
      directory('/var/lib/node', { owner: 'node', group: 'node', mode: 0o700 }),
      runs,
      service('node', { enabled: true, running: true, restartOn: [runs] }),
    ];
  },
});

export default defineSite({
  name: 'identity',
  hosts: { 'id-1': {} },
  use: () => {
    node.on(['id-1'], { text: 'one' });
  },
});
