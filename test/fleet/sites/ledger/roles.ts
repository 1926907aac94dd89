import {
  command,
  defineRole,
  directory,
  file,
  group,
  link,
  pkg,
  service,
  sysctl,
  unit,
  user,
  z,
} from '@rolecall/roles';

const sleeping = (text: string) =>
  `[Unit]\nDescription=${text}\n[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n`;

/** Something of nearly every kind. `two` changes, adds and leaves out some of it. */
export const app = defineRole({
  name: 'app',
  params: z.object({ two: z.boolean().default(false), extra: z.boolean().default(true) }),
  resources: ({ params: { two, extra } }) => {
    const text = two ? 'two' : 'one';
    const ledger = [
      group('ledger', { system: true }),
      user('ledger', { system: true, group: 'ledger', home: '/var/lib/ledger', shell: two ? '/bin/sh' : '/bin/false' }),
      directory('/var/lib/ledger', { owner: 'ledger', group: 'ledger', mode: two ? 0o700 : 0o750 }),
      directory('/etc/ledger'),
    ];
    const conf = file('/etc/ledger/app.conf', { content: `${text}\n`, group: 'ledger', mode: two ? 0o600 : 0o640 });
    const extras = extra ? [file('/etc/ledger/extra.conf', { content: 'extra\n', mode: 0o604 })] : [];
    const sleeper = unit('ledger.service', { content: sleeping(text) });
    const running = service('ledger', { enabled: true, running: true, restartOn: [conf, sleeper, ...extras] });
    const more = [
      file('/etc/ledger-old.conf', { content: `${text}\n` }),
      link('/etc/ledger/current', { target: two ? 'new.conf' : 'app.conf' }),
      sysctl('vm.max_map_count', { value: two ? '262145' : '262144' }),
      pkg('tiny-ledger', { version: two ? '2' : '1' }),
      command('count', { argv: ['sh', '-c', 'echo ran >>/var/lib/ledger.count'], creates: '/var/lib/ledger.count' }),
    ];
    return [...ledger, conf, ...extras, sleeper, running, ...more, ...(two ? added() : [])];
  },
});

/** What only the second version has. */
function added() {
  const sleeper = unit('ledger-new.service', { content: sleeping('new') });
  return [
    file('/etc/ledger/new.conf', { content: 'new\n' }),
    user('ledger-new', { system: true }),
    directory('/etc/ledger-new.d', { mode: 0o711 }),
    unit('ledger.service', { dropIn: 'new', content: '[Service]\nLimitNOFILE=4096\n' }),
    sleeper,
    service('ledger-new', { enabled: true, running: true, restartOn: [sleeper] }),
  ];
}

/** Lives on the same host, and shares a file. */
export const neighbour = defineRole({
  name: 'neighbour',
  params: z.object({}),
  resources: () => [
    file('/etc/ledger-neighbour.conf', { content: 'neighbour\n' }),
    file('/etc/ledger-old.conf.d', { content: 'shared\n' }),
  ],
});
