import type { Answers, ClusterRecord } from '@rolecall/roles';
import fc from 'fast-check';
import type { Origin, Seen } from './answers.ts';
import { type Decision, decide, isUp, isWhole, type Observed, order, type Wanted, way } from './topology.ts';

const host = (name: string, last: number) => ({ name, address: `10.0.0.${last}`, labels: {}, facts: {} });
const peers = [host('db-1', 1), host('db-2', 2), host('db-3', 3)];
const names = peers.map(({ name }) => name);
const wanted: Wanted = {
  cluster: 'one',
  datacenter: 'dc1',
  tokens: 16,
  rackLabel: 'rack',
  replace: {},
  seeds: undefined,
  keyspaces: {},
  release: { version: '5.0.9', sha256: '', url: undefined, format: 'tar.gz', strip: 1 },
};
const formed: ClusterRecord = { founder: 'db-1', formed: true };
const origin: Origin = { cluster: 'one', datacenter: 'dc1', rack: 'rack1', tokens: '16', address: '' };

const told = <T>(values: Readonly<Record<string, T>>): Answers<T> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      values[name] === undefined ? { is: 'absent', reason: 'not there' } : { is: 'value', value: values[name] },
    ]),
  );
const seen = (last: number, state = 'UN'): Seen => ({ address: `10.0.0.${last}`, state, rack: 'rack1' });
const all = [seen(1), seen(2), seen(3)];
/** What these members answer, and which hosts have data. */
const live = (
  answering: readonly string[],
  ring: readonly Seen[] = all,
  withData: readonly string[] = answering,
  version = '5.0.9',
): Observed => ({
  ring: told(Object.fromEntries(answering.map((name) => [name, ring]))),
  origin: told(Object.fromEntries(withData.map((name) => [name, origin]))),
  version: told(Object.fromEntries(withData.map((name) => [name, version]))),
});
const decided = (answers: Observed, record: ClusterRecord | null, params: Partial<Wanted> = {}) =>
  decide({ peers, record, answers, params: { ...wanted, ...params } });

describe('who founds, and who is a member', () => {
  test.each<[string, Observed, ClusterRecord | null, Decision]>([
    [
      'the first by name founds where there is nothing and no record',
      live([]),
      null,
      { founder: 'db-1', members: [], down: [], alive: false },
    ],
    [
      'the recorded founder founds where founding was interrupted',
      live([]),
      { founder: 'db-3', formed: false },
      { founder: 'db-3', members: [], down: [], alive: false },
    ],
    [
      'nobody founds where the data of a member lies',
      live([], all, ['db-2']),
      null,
      { founder: null, members: ['db-2'], down: ['db-2'], alive: false },
    ],
    [
      'nobody founds where a cluster was formed, though nobody answers',
      live([]),
      formed,
      { founder: null, members: [], down: [], alive: false },
    ],
    ['nobody founds where a ring lives', live(names), null, { founder: null, members: names, down: [], alive: true }],
    [
      'a member whose data is gone is still one',
      live(['db-1', 'db-3'], [seen(1), seen(2, 'DN'), seen(3)]),
      formed,
      { founder: null, members: names, down: ['db-2'], alive: true },
    ],
    [
      'who still comes in is none yet',
      live(['db-1'], [seen(1), seen(2, 'UJ')]),
      { founder: 'db-1', formed: false },
      { founder: null, members: ['db-1'], down: [], alive: true },
    ],
    [
      'who is down for one is not up',
      { ...live(names), ring: told({ 'db-1': all, 'db-2': [seen(1), seen(2), seen(3, 'DN')], 'db-3': all }) },
      formed,
      { founder: null, members: names, down: ['db-3'], alive: true },
    ],
  ])('%s', (_, answers, record, expected) => {
    expect(decided(answers, record)).toEqual(expected);
  });

  test.each<[string, Observed, Partial<Wanted>, RegExp]>([
    ['another name', live(names), { cluster: 'two' }, /cluster of db-1 is one .* cannot become two/],
    ['another number of tokens', live(names), { tokens: 32 }, /tokens of db-1 is 16/],
    ['a member that the site does not know', live(['db-1'], [...all, seen(9)]), {}, /10\.0\.0\.9 is a member/],
    ['to replace one that is up', live(['db-1'], [...all, seen(9)]), { replace: { 'db-3': '10.0.0.9' } }, /is up/],
    ['a seed that is no member', live([]), { seeds: ['db-7'] }, /db-7 is no member/],
    ['more copies than members', live([]), { keyspaces: { app: { replication: 4 } } }, /app wants 4 copies/],
    ['the way back to an older version', live(names, all, names, '6.0.1'), {}, /no way back to 5\.0/],
    [
      'to grow while an older version runs',
      live(['db-1', 'db-2'], [seen(1), seen(2)], ['db-1', 'db-2'], '4.1.10'),
      {},
      /db-1 still runs 4\.1\.10, and db-3 cannot come in/,
    ],
  ])('%s is refused', (_, answers, params, says) => {
    expect(() => decided(answers, formed, params)).toThrow(says);
  });

  test('racks are said for all members or for none', () => {
    const some = [{ ...host('db-1', 1), labels: { rack: 'a' } }, host('db-2', 2)];
    expect(() => decide({ peers: some, record: null, params: wanted, answers: live([]) })).toThrow(/db-2 has no label/);
  });

  test('a second cluster is never founded beside one that may live', () => {
    const records = fc.constantFrom(null, formed, { founder: 'db-2', formed: false });
    fc.assert(
      fc.property(fc.subarray(names), fc.subarray(names), records, (answering, withData, record) => {
        const { founder } = decided(live(answering, all, withData), record);
        if (answering.length > 0 || withData.length > 0 || record?.formed === true) expect(founder).toBeNull();
        else expect(founder).not.toBeNull();
      }),
    );
  });
});

describe('a host without data', () => {
  const [one, two] = peers as [(typeof peers)[0], (typeof peers)[0]];
  const running: Decision = { founder: null, members: ['db-1', 'db-2'], down: [], alive: true };
  const replacing = { replace: { 'db-2': '10.0.0.9' } };
  test.each<[string, (typeof peers)[0], Decision, Pick<Wanted, 'replace'>, readonly string[]]>([
    ['founds', one, { ...running, founder: 'db-1', members: [] }, wanted, ['found']],
    ['joins who founds', two, { ...running, founder: 'db-1', members: [], alive: false }, wanted, ['join']],
    ['joins a ring that does not know it', two, { ...running, members: ['db-1'] }, wanted, ['join']],
    ['is not started anew where the ring knows it', two, running, wanted, ['in']],
    ['does not come in where nobody answers', two, { ...running, members: [], alive: false }, wanted, ['unknown']],
    ['takes the place of whom the site names', two, running, replacing, ['replace', '10.0.0.9']],
    ['replaces nobody while nobody answers', two, { ...running, members: [], alive: false }, replacing, ['unknown']],
  ])('%s', (_, peer, decision, params, expected) => {
    expect(way(peer, params, decision)).toEqual(expected);
  });
});

describe('the order', () => {
  const base: Decision = { founder: null, members: names, down: [], alive: true };
  test.each<[string, Decision, readonly string[]]>([
    ['begins with who is down', { ...base, down: ['db-3'] }, ['db-3', 'db-1', 'db-2']],
    ['has new members last', { ...base, members: ['db-2', 'db-3'] }, ['db-2', 'db-3', 'db-1']],
    ['begins with the founder', { ...base, founder: 'db-2', members: [] }, ['db-2', 'db-1', 'db-3']],
  ])('%s', (_, decision, expected) => {
    expect(order({ decided: decision, instances: names })).toEqual(expected);
  });
});

test('a member is up where the ring says so of it', () => {
  expect(isUp(all, '10.0.0.2')).toBe(true);
  expect(isUp([seen(2, 'UJ')], '10.0.0.2')).toBe('it is UJ, not UN');
  expect(isUp([seen(1)], '10.0.0.2')).toBe('it is not in the ring, not UN');
  expect(isUp(undefined, '10.0.0.2')).toBe('it does not answer yet');
});

test.each([
  ['is whole', {}, true],
  ['misses nobody', { unreachable: 1 }, '1 members are not reached'],
  ['has all members', { live: 2 }, '2 of 3 members are up'],
  ['has nobody on the way', { moving: 1 }, '1 members are on their way in, out or elsewhere'],
  ['has one schema', { schemas: 2 }, 'the members have 2 schemas'],
  ['has one for each version', { schemas: 2, versions: 2 }, true],
])('a sound cluster %s', (_, more, expected) => {
  expect(isWhole({ live: 3, moving: 0, unreachable: 0, schemas: 1, versions: 1, ...more }, 3)).toBe(expected);
});
