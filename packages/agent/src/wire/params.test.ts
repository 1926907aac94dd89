import { kinds } from '@rolecall/resources/kinds';
import fc from 'fast-check';
import { whyNotParams } from './decode.ts';

const samples: Readonly<Record<keyof typeof kinds, readonly Record<string, unknown>[]>> = {
  aptRepository: [
    { name: 'x', uris: ['https://a.example/apt'], suites: ['./'], keyFile: '/etc/key.asc' },
    { name: 'x', uris: ['file:/srv/apt'], suites: ['stable'], components: ['main'], keyFile: '/etc/key.asc' },
  ],
  artifact: [
    { path: '/opt/app', version: '1.0', sha256: 'a'.repeat(64), url: 'https://a.example/app.tar.gz' },
    { path: '/opt/app', version: '1.0', sha256: 'a'.repeat(64), format: 'deb', headers: { authorization: 'x' } },
  ],

  alternatives: [{ name: 'editor', path: '/usr/bin/vim.basic' }],
  authorizedKey: [{ user: 'app', key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA x', options: 'no-pty' }],
  cron: [{ name: 'backup', schedule: '17 3 * * *', command: 'backup', environment: { MAILTO: '' } }],
  hostname: [{ name: 'web-1' }],
  hostsEntry: [
    { name: 'web-1', address: ['10.0.0.1', '::5'] },
    { name: 'web-1', address: '10.0.0.1', aliases: ['w'] },
  ],
  limits: [{ domain: '@redis', soft: { nofile: 65_536, core: 'unlimited' } }],
  locale: [{ name: 'de_DE.UTF-8' }],
  logRotate: [{ name: 'app', paths: ['/var/log/app/*.log'], create: { mode: 0o640, owner: 'app', group: 'adm' } }],
  sudoers: [{ name: 'deploy', content: '' }],
  timezone: [{ zone: 'Europe/Berlin' }],
  certificate: [
    { path: '/x.crt', keyPath: '/x.key', names: ['a.example', '10.0.0.1'] },
    { path: '/x.crt', keyPath: '/x.key', pair: { certificate: 'x', key: 'y' } },
  ],
  command: [
    { name: 'reindex', argv: ['true'] },
    { name: 'x', argv: ['true'], creates: '/tmp/x' },
  ],
  container: [
    { name: 'x', image: `a.example/x@sha256:${'a'.repeat(64)}` },
    { name: 'x', image: `a.example:5000/x/y:1.0@sha256:${'a'.repeat(64)}`, environment: { A: 'b' }, ports: ['80:80'] },
  ],
  directory: [{ path: '/srv/data' }],
  file: [
    { path: '/etc/motd', content: 'hello' },
    { path: '/etc/redis/redis.conf', keys: { port: '6379', save: ['900 1'] }, format: 'redis', seed: '' },
    { path: '/etc/app.yml', keys: { 'a.b': { c: [1, null, true] } }, absentKeys: ['d'], format: 'yaml' },
    { path: '/etc/hosts', lines: [{ line: 'x', match: '^x' }], blocks: { a: 'b' }, comment: ';' },
  ],
  group: [{ name: 'app' }],
  link: [{ path: '/srv/current', target: '/srv/one' }],
  package: [{ name: 'redis-server' }],
  service: [{ name: 'redis-server', enabled: true, running: true, restartOn: ['file:/etc/motd'] }],
  sysctl: [{ name: 'vm.overcommit_memory', value: '1' }],
  unit: [{ name: 'app.service', content: '[Service]\nExecStart=/bin/true\n' }],
  assert: [{ name: 'x', path: '/x', hint: 'y' }],
  wait: [{ name: 'x', path: '/x' }],
  firewall: [{ name: 'host', ingress: [{ ports: [22, '80-90'], peers: ['10.0.0.0/8'] }] }],
  timer: [{ name: 'x', argv: ['true'], calendar: 'daily' }],
  reboot: [{ name: 'x' }],
  hugepages: [{ enabled: 'never' }],
  kernelModule: [{ name: 'x' }],
  filesystem: [{ device: '/dev/x', type: 'ext4' }],
  mount: [{ path: '/x', source: '/dev/x', type: 'ext4' }],
  swap: [{ path: '/x' }],
  guardedFile: [{ path: '/x', content: '', apply: ['true'] }],
  user: [{ name: 'app' }],
};

const cases = Object.entries(samples).flatMap(([kind, all]) => all.map((params) => [kind, params] as const));

test.each(cases)('%s takes what its schema takes, with the same defaults: %j', (kind, params) => {
  const schema = kinds[kind as keyof typeof kinds].params;
  const given = structuredClone(params);
  expect(whyNotParams(kind, given)).toBeUndefined();
  expect(given).toEqual(schema.parse(params));
});

test.each(cases)('%s refuses wrong types and unknown names as its schema does: %j', (kind, params) => {
  const schema = kinds[kind as keyof typeof kinds].params;
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(params), 'unknown'), fc.jsonValue(), (name, value) => {
      const mangled = { ...structuredClone(params), [name]: value };
      // What a schema refuses by a rule of its own is refused where the site is checked; shapes are refused here as well.
      const refusedForShape = whyNotParams(kind, structuredClone(mangled)) !== undefined;
      if (refusedForShape) expect(schema.safeParse(mangled).success).toBe(false);
      else expect(schema.safeParse(mangled).error?.issues.every((issue) => issue.code === 'custom') ?? true).toBe(true);
    }),
  );
});

test('a kind that this agent does not know is refused by name', () => {
  expect(whyNotParams('teleport', {})).toContain('teleport');
  expect(whyNotParams('__proto__', {})).toContain('__proto__');
});
