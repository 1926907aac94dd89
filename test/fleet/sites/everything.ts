import {
  alternatives,
  aptRepository,
  artifact,
  assert,
  authorizedKey,
  certificate,
  command,
  container,
  cron,
  type Declared,
  defineRole,
  defineSite,
  directory,
  file,
  filesystem,
  firewall,
  group,
  guardedFile,
  hostname,
  hostsEntry,
  hugepages,
  kernelModule,
  limits,
  link,
  locale,
  logRotate,
  mount,
  pkg,
  service,
  sudoers,
  swap,
  sysctl,
  timer,
  timezone,
  unit,
  user,
  wait,
  z,
} from '@rolecall/roles';

/** What only the host or the controller knows; a test puts it in. */
const DISKS = ['DISK-ONE', 'DISK-TWO'] as const;
const RELEASES = ['RELEASE-ONE', 'RELEASE-TWO'] as const;
const REPOSITORY_KEY = 'REPOSITORY-KEY';
const SSH_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl deploy@ci';
const IMAGE = `registry.example/box@sha256:${'a'.repeat(64)}`;

const sleeping = (text: string) =>
  `[Unit]\nDescription=${text}\n[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n`;

/** Accounts, files, and who may do what. */
const base = defineRole({
  name: 'base',
  params: z.object({ later: z.boolean() }),
  resources: ({ params: { later } }) => {
    const text = later ? 'two' : 'one';
    const own = { owner: 'everything', group: 'everything' };
    return [
      group('everything', { system: true, remove: 'always' }),
      user('everything', {
        system: true,
        group: 'everything',
        groups: later ? ['adm', 'backup'] : ['adm'],
        home: '/srv/everything',
        shell: later ? '/bin/bash' : '/bin/sh',
        remove: 'always',
      }),
      directory('/srv/everything', { ...own, mode: later ? 0o700 : 0o750, remove: 'always' }),
      directory('/etc/everything', { remove: 'always' }),
      file('/etc/everything/whole.conf', { content: `${text}\n`, ...own, mode: later ? 0o600 : 0o640 }),
      ...(later ? [] : [file('/etc/everything/only-first.conf', { content: 'first\n', mode: 0o604 })]),
      ...inParts(text),
      link('/etc/everything/current', { target: later ? 'parts.ini' : 'whole.conf' }),
      authorizedKey('deploy', { key: SSH_KEY, ...(later ? { options: 'no-pty' } : {}) }),
      sudoers('everything', { content: `everything ALL=(root) NOPASSWD: /usr/bin/${later ? 'id' : 'true'}\n` }),
      limits('everything', { soft: { nofile: later ? 128 : 64 } }),
      cron('everything', { schedule: later ? '@weekly' : '@daily', user: 'everything', command: 'true' }),
      logRotate('everything', { paths: ['/var/log/everything/*.log'], keep: later ? 2 : 7 }),
    ];
  },
});

/** Parts of files that were there before, and of one that was not. */
const inParts = (text: string): readonly Declared[] => [
  file('/etc/everything/parts.ini', { format: 'ini', keys: { 'a.b': text } }),
  file('/etc/everything-old.ini', { mode: 0o604, format: 'ini', keys: { 'ours.value': text } }),
  file('/etc/everything-old.json', { format: 'json', keys: { 'ours.value': text } }),
  file('/etc/everything-old.yaml', { format: 'yaml', keys: { 'ours.value': text } }),
  file('/etc/everything-old.conf', {
    lines: [{ match: '^ours ', line: `ours ${text}` }],
    blocks: { ours: `in a block: ${text}\n` },
  }),
];

/** The system itself. */
const system = defineRole({
  name: 'system',
  params: z.object({ later: z.boolean() }),
  resources: ({ params: { later } }) => [
    hostsEntry('everything-db', { address: later ? '10.9.1.6' : '10.9.1.5', aliases: ['db'] }),
    hostname(later ? 'everything-two' : 'everything-one'),
    timezone(later ? 'Asia/Tokyo' : 'Europe/Berlin'),
    locale('de_DE.UTF-8', { default: !later }),
    ...(later ? [locale('en_GB.UTF-8', { default: true })] : []),
    sysctl('vm.swappiness', { value: later ? '8' : '7' }),
    hugepages(later ? 'madvise' : 'never'),
    kernelModule('br_netfilter', { options: later ? {} : { x: '1' } }),
    swap('/everything.swap', { sizeMiB: 16, priority: later ? 2 : 1 }),
    ...(later ? [] : [swap('all', { on: false })]),
    alternatives('everything', { path: later ? '/bin/true' : '/bin/false' }),
    firewall('everything', { ingress: [{ ports: [later ? 2222 : 22] }], undoAfterMs: 20_000 }),
    guardedFile('/etc/everything-guarded.conf', {
      content: later ? 'two\n' : 'one\n',
      apply: ['true'],
      undoAfterMs: 20_000,
    }),
    filesystem(DISKS[0], { type: 'ext4' }),
    mount('/srv/everything-disk', {
      source: DISKS[0],
      type: 'ext4',
      options: later ? ['noatime'] : [],
      nofail: true,
    }),
    ...(later
      ? [
          filesystem(DISKS[1], { type: 'ext4' }),
          mount('/srv/everything-more/disk', { source: DISKS[1], type: 'ext4', nofail: true }),
        ]
      : []),
  ],
});

/** Programs, and what runs them. */
const programs = defineRole({
  name: 'programs',
  params: z.object({ later: z.boolean() }),
  stage: () => [pkg('tiny-brings', { version: '1' })],
  resources: ({ params: { later } }) => {
    const sleeper = unit('everything.service', { content: sleeping(later ? 'two' : 'one') });
    const limited = unit('everything.service', {
      dropIn: 'limits',
      content: `[Service]\nLimitNOFILE=${later ? 128 : 64}\n`,
    });
    const tls = certificate('/etc/everything-tls/own.crt', {
      keyPath: '/etc/everything-tls/own.key',
      names: later ? ['everything.example', 'two.example'] : ['everything.example'],
      from: 'controller',
    });
    return [
      aptRepository('everything', {
        uris: [later ? 'file:///srv/signed' : 'file:/srv/signed'],
        suites: ['./'],
        key: REPOSITORY_KEY,
      }),
      pkg('tiny-signed'),
      pkg('tiny-all', { version: later ? '2' : '1' }),
      pkg('tiny-brings', { version: '1' }),
      file('/etc/tiny-brings.conf', { content: later ? 'two\n' : 'one\n' }),
      service('tiny-brings', { enabled: true, running: !later }),
      artifact('/opt/everything', {
        version: later ? '2' : '1',
        format: 'file',
        sha256: later ? RELEASES[1] : RELEASES[0],
      }),
      directory('/etc/everything-tls', { remove: 'always' }),
      tls,
      sleeper,
      limited,
      service('everything', { enabled: !later, running: true, restartOn: [sleeper, limited, tls] }),
      wait('everything runs', { command: ['systemctl', 'is-active', '-q', 'everything'] }),
      assert('what was there is there', { path: '/etc/everything-old.ini', hint: 'Write it.' }),
      timer('everything-job', { argv: ['/bin/true'], calendar: later ? 'weekly' : 'daily', catchUp: true }),
      container('everything-box', { image: IMAGE, environment: { A: later ? 'two' : 'one' } }),
      command('count everything', {
        argv: ['touch', '/var/lib/everything.count'],
        creates: '/var/lib/everything.count',
      }),
    ];
  },
});

/** Is there at first, and leaves. */
const leaver = defineRole({
  name: 'leaver',
  params: z.object({}),
  resources: () => [
    user('leaver', { system: true, remove: 'always' }),
    file('/etc/leaver.conf', { content: 'leaver\n', owner: 'leaver', mode: 0o604 }),
    pkg('tiny-leaver', { version: '1' }),
    unit('leaver.service', { content: sleeping('leaver') }),
    service('leaver', { enabled: true, running: true }),
    timer('leaver-job', { argv: ['/bin/true'], calendar: 'daily' }),
  ],
});

/** Comes later. */
const comer = defineRole({
  name: 'comer',
  params: z.object({}),
  resources: () => [
    user('comer', { system: true, remove: 'always' }),
    directory('/etc/comer.d', { owner: 'comer', mode: 0o711 }),
    unit('comer.service', { content: sleeping('comer') }),
    service('comer', { enabled: true, running: true }),
    timer('comer-job', { argv: ['/bin/true'], calendar: 'daily', catchUp: true }),
    authorizedKey('keyless', { key: SSH_KEY }),
  ],
});

export default defineSite({
  name: 'everything',
  hosts: { 'ev-1': {} },
  use: () => {
    const later = false;
    base.on(['ev-1'], { later });
    system.on(['ev-1'], { later });
    programs.on(['ev-1'], { later });
    (later ? comer : leaver).on(['ev-1'], {});
  },
});
