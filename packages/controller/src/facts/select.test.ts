import { Facts, type HostId, type HostName, type Sha256 } from '@rolecall/protocol';
import { Database } from '../store/database.ts';
import { putFacts } from '../store/facts.ts';
import { setSiteHosts } from '../store/host-roles.ts';
import { enrolHost, revokeHost } from '../store/hosts.ts';
import { selected, selectHosts } from './select.ts';

const nothing = { unknown: 'not read' };
const factsWith = (total: number, codename: string): Facts =>
  Facts.parse({
    agent: { version: '0.1.0', runtime: '24' },
    hostname: 'x',
    os: { id: 'ubuntu', name: 'Ubuntu', version: '22.04', codename, architecture: 'x64', machineId: 'm' },
    kernel: nothing,
    virtualisation: { kind: 'kvm', container: false },
    cpu: nothing,
    mem: { total, swap: 0, hugepages: '' },
    disks: [{ name: 'sda', size: 1e12, rotational: false, model: '' }],
    mounts: nothing,
    net: nothing,
    time: nothing,
    services: nothing,
    packages: nothing,
    hardware: nothing,
    usage: nothing,
  });

let database: Database;
beforeEach(() => {
  database = new Database(':memory:');
  for (const [name, gib] of [
    ['a', 4],
    ['b', 8],
    ['c', 16],
  ] as const) {
    const id = `${name}-id` as HostId;
    enrolHost(
      database,
      name as HostName,
      { tier: 'app', rack: name },
      { id, serial: name, notAfter: 0, sealingKey: '' },
    );
    putFacts(database, name as HostName, name as Sha256, factsWith(gib * 2 ** 30, name === 'c' ? 'focal' : 'jammy'));
  }
});
afterEach(() => database.close());
const names = (query: string) => selectHosts(database, (host) => host === 'a', query).map((view) => view.host.name);

test.each([
  ['mem.total < 8GiB', ['a']],
  ['mem.total >= 8GiB and os.codename = jammy', ['b']],
  ['mem.total >= 8GiB or os.codename = jammy', ['a', 'b', 'c']],
  ['os.version >= 20.04', ['a', 'b', 'c']],
  ['virtualisation.container = false', ['a', 'b', 'c']],
  ['linked=true', ['a']],
  ['label.rack in (a, b)', ['a', 'b']],
  ['disks.size >= 1TB and not host = b', ['a', 'c']],
  ['kernel.release exists', []],
  ['not kernel.release exists', []],
])('%s', (query, expected) => {
  expect(names(query)).toEqual(expected);
});

test("a site's labels win over the enrolment's, and its roles are asked by name", () => {
  setSiteHosts(database, 'one', [{ host: 'a' as HostName, labels: { tier: 'db' }, roles: ['redis', 'cache'] }]);
  setSiteHosts(database, 'two', [{ host: 'b' as HostName, labels: {}, roles: ['redis'] }]);
  expect(names('label.tier=db')).toEqual(['a']);
  expect(names('role=redis')).toEqual(['a', 'b']);
  setSiteHosts(database, 'one', []);
  expect(names('role=redis')).toEqual(['b']);
});

test('new facts replace old ones in the index, and revoked hosts are no answer', () => {
  putFacts(database, 'a' as HostName, 'z' as Sha256, factsWith(32 * 2 ** 30, 'noble'));
  expect(names('mem.total > 16GiB')).toEqual(['a']);
  revokeHost(database, 'a' as HostName);
  expect(names('*')).toEqual(['b', 'c']);
});

test('what is selected comes whole', () => {
  const [view] = selectHosts(database, () => false, 'a');
  if (view === undefined) throw new Error('no a');
  expect(selected(view, 'mem.total')).toBe(4 * 2 ** 30);
  expect(selected(view, 'disks')).toEqual([expect.objectContaining({ name: 'sda' })]);
  expect(selected(view, 'disks.0.name')).toBe('sda');
  expect(selected(view, 'label.tier')).toBe('app');
  expect(selected(view, 'kernel.release')).toBeNull();
  expect(selected(view, '__proto__.polluted')).toBeNull();
});

test('a name out of a prototype is data and nothing else', () => {
  expect(() => names('constructor.name = x')).toThrow('there is no fact');
});
