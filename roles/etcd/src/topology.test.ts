import type { Answers, ClusterRecord } from '@rolecall/roles';
import fc from 'fast-check';
import type { Member, Origin, Status } from './answers.ts';
import { type Decision, decide, MAX_BEHIND, type Observed, order, whole } from './topology.ts';

const host = (name: string, last: number) => ({ name, address: `10.0.0.${last}`, labels: {}, facts: {} });
const peers = [host('kv-1', 1), host('kv-2', 2), host('kv-3', 3)];
const names = peers.map(({ name }) => name);
const peerUrls = Object.fromEntries(peers.map(({ name, address }) => [name, `https://${address}:2380`]));
const wanted = { token: 'one', peerUrls };
const formed: ClusterRecord = { founder: 'kv-1', formed: true };

/** More than a number can hold exactly. */
const ids: Readonly<Record<string, string>> = {
  'kv-1': '9372538179322589801',
  'kv-2': '10501334649042878790',
  'kv-3': '18249187646912138824',
};
const status = (name: string, more: Partial<Status> = {}): Status => ({
  cluster: '14841639068965178418',
  member: ids[name] ?? '1',
  leader: ids['kv-2'] ?? '',
  revision: 100,
  learner: false,
  errors: [],
  ...more,
});
const member = (name: string, more: Partial<Member> = {}): Member => ({
  id: ids[name] ?? '255',
  name,
  peers: [peerUrls[name] ?? 'https://10.0.0.9:2380'],
  learner: false,
  ...more,
});
const all = names.map((name) => member(name));
const told = <T>(values: Readonly<Record<string, T>>): Answers<T> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      values[name] === undefined ? { is: 'absent', reason: 'not there' } : { is: 'value', value: values[name] },
    ]),
  );
/** What these members answer, all with the same list. */
const live = (
  answering: readonly string[],
  list: readonly Member[] = all,
  more: Readonly<Record<string, Partial<Status>>> = {},
): Observed => ({
  status: told(Object.fromEntries(answering.map((name) => [name, status(name, more[name])]))),
  members: told(Object.fromEntries(answering.map((name) => [name, list]))),
  origin: told<Origin>(Object.fromEntries(answering.map((name) => [name, { name, token: 'one' }]))),
});

describe('who founds, leads and is a member', () => {
  test.each<[string, Observed, ClusterRecord | null, Decision]>([
    [
      'the first by name founds where there is nothing and no record',
      live([]),
      null,
      { founder: 'kv-1', leader: null, members: [] },
    ],
    [
      'the recorded founder founds where founding was interrupted',
      live([]),
      { founder: 'kv-3', formed: false },
      { founder: 'kv-3', leader: null, members: [] },
    ],
    ['nobody founds where a cluster lives', live(names), null, { founder: null, leader: 'kv-2', members: names }],
    ['a minority may be silent', live(['kv-2', 'kv-3']), formed, { founder: null, leader: 'kv-2', members: names }],
    [
      'a learner and one that never started count for no majority',
      live(['kv-1'], [member('kv-1'), member('kv-2', { learner: true }), member('', { learner: true })], {
        'kv-1': { leader: ids['kv-1'] ?? '' },
      }),
      { founder: 'kv-1', formed: false },
      { founder: null, leader: 'kv-1', members: ['kv-1', 'kv-2'] },
    ],
  ])('%s', (_, answers, record, expected) => {
    expect(decide({ peers, record, answers, wanted })).toEqual(expected);
  });

  test('the list of whoever has come furthest counts', () => {
    const answers = live(names, all, { 'kv-1': { revision: 5 } });
    const behind = { ...answers, members: told({ 'kv-1': [member('kv-1')], 'kv-2': all, 'kv-3': all }) };
    expect(decide({ peers, record: formed, answers: behind, wanted }).members).toEqual(names);
  });

  test.each<[string, Partial<Parameters<typeof decide>[0]>, RegExp]>([
    ['a lost majority', { answers: live(['kv-2']) }, /2 of 3 members of etcd do not answer \(kv-1, kv-3\)/],
    ['a cluster of which nobody answers', { answers: live([]) }, /3 of 3 members .* majority is lost/],
    ['another token', { wanted: { ...wanted, token: 'two' } }, /token is one on kv-1 and cannot become two/],
    [
      'another name',
      { answers: { ...live(names), origin: told({ 'kv-1': { name: 'old', token: 'one' } }) } },
      /member on kv-1 is called old/,
    ],
    [
      'data of two clusters',
      { answers: live(names, all, { 'kv-3': { cluster: '7' } }) },
      /kv-1 and kv-3 have the data of different clusters/,
    ],
    [
      'a member that the site does not know',
      { answers: live(names, [...all, member('kv-9')]) },
      /kv-9 is a member .* etcdctl member remove ff$/,
    ],
    [
      'a member at another address',
      { wanted: { ...wanted, peerUrls: { ...peerUrls, 'kv-2': 'https://10.0.0.22:2380' } } },
      /kv-2 is known to the cluster as https:\/\/10\.0\.0\.2:2380/,
    ],
  ])('%s is refused', (_, more, says) => {
    expect(() => decide({ peers, record: formed, answers: live(names), wanted, ...more })).toThrow(says);
  });

  test('with fewer than a majority nothing is ever decided', () => {
    fc.assert(
      fc.property(fc.subarray(names), (answering) => {
        const deciding = () => decide({ peers, record: formed, answers: live(answering), wanted });
        if (answering.length >= 2) expect(deciding().founder).toBeNull();
        else expect(deciding).toThrow('majority');
      }),
    );
  });
});

describe('the order', () => {
  test.each<[string, Decision, readonly string[]]>([
    ['has the leader last', { founder: null, leader: 'kv-1', members: names }, ['kv-2', 'kv-3', 'kv-1']],
    [
      'has new members after all others',
      { founder: null, leader: 'kv-3', members: ['kv-2', 'kv-3'] },
      ['kv-2', 'kv-3', 'kv-1'],
    ],
    ['begins with the founder', { founder: 'kv-2', leader: null, members: [] }, ['kv-2', 'kv-1', 'kv-3']],
  ])('%s', (_, decided, expected) => {
    expect(order({ decided, instances: names })).toEqual(expected);
  });

  test('loses nobody', () => {
    const decisions = fc.record({
      founder: fc.constantFrom(null, ...names),
      leader: fc.constantFrom(null, ...names),
      members: fc.subarray(names),
    });
    fc.assert(
      fc.property(decisions, fc.subarray(names), (decided, instances) => {
        expect(order({ decided, instances }).toSorted()).toEqual(instances.toSorted());
      }),
    );
  });
});

describe('a whole cluster', () => {
  const three = names.map((name) => status(name));
  const [one, ...others] = three as [Status, ...Status[]];

  test.each<[string, readonly Status[] | undefined, boolean | string]>([
    ['answers, agrees and is in step', three, true],
    ['is not proven by silence', undefined, 'not every member answers'],
    ['misses nobody', others, '2 of 3 members answer'],
    ['has only voters', [{ ...one, learner: true }, ...others], 'a member does not vote yet'],
    [
      'has no alarm',
      [{ ...one, errors: ['memberID:1 alarm:NOSPACE '] }, ...others],
      'it says: memberID:1 alarm:NOSPACE',
    ],
    ['has one leader', [{ ...one, leader: '1' }, ...others], 'the members do not agree on a leader'],
    ['has a leader at all', three.map((each) => ({ ...each, leader: '0' })), 'the members do not agree on a leader'],
    ['is in step', [{ ...one, revision: 101 + MAX_BEHIND }, ...others], `a member is ${MAX_BEHIND + 1} changes behind`],
  ])('%s', (_, statuses, expected) => {
    expect(whole(statuses, 3)).toBe(expected);
  });
});
