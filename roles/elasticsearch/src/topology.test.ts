import type { Answers, ClusterRecord } from '@rolecall/roles';
import fc from 'fast-check';
import type { Cluster, Node, Origin } from './answers.ts';
import { type Decision, decide, expected, type Observed, order } from './topology.ts';

const host = (name: string, last: number) => ({ name, address: `10.0.0.${last}`, labels: {}, facts: {} });
const peers = ['es-1', 'es-2', 'es-3', 'es-4', 'es-5'].map((name, index) => host(name, index + 1));
const three = peers.slice(0, 3);
const namesOf = (hosts: readonly { name: string }[]) => hosts.map(({ name }) => name);
const names = namesOf(three);
const wanted = { use: 'es', cluster: 'one', version: '8.19.21' };
const formed: ClusterRecord = { founder: 'es-1', formed: true };

const told = <T>(values: Readonly<Record<string, T>>): Answers<T> =>
  Object.fromEntries(
    namesOf(peers).map((name) => [
      name,
      values[name] === undefined ? { is: 'absent', reason: 'not there' } : { is: 'value', value: values[name] },
    ]),
  );
/** These nodes answer, and see one another. */
const live = (answering: readonly string[], more: Partial<Cluster> | null = {}, were = answering): Observed => {
  const sees = { master: answering[0] ?? '', nodes: answering, ...more };
  const node: Node = { cluster: 'one', id: 'Q', sees: more === null ? null : sees, version: '8.19.21' };
  return {
    node: told(Object.fromEntries(answering.map((name) => [name, node]))),
    origin: told<Origin>(Object.fromEntries(were.map((name) => [name, { cluster: 'one', id: 'Q', node: name }]))),
  };
};

describe('who founds, is master and is in the cluster', () => {
  test.each<[string, Observed, ClusterRecord | null, Decision]>([
    ['the first by name founds where there is nothing', live([]), null, { founder: 'es-1', master: null, nodes: [] }],
    [
      'the recorded founder founds where founding was interrupted',
      live([]),
      { founder: 'es-3', formed: false },
      { founder: 'es-3', master: null, nodes: [] },
    ],
    ['nobody founds where a cluster lives', live(names), null, { founder: null, master: 'es-1', nodes: names }],
    [
      'nobody founds where one lives that has not formed',
      live(['es-2']),
      { founder: 'es-1', formed: false },
      { founder: null, master: 'es-2', nodes: ['es-2'] },
    ],
    ['one may be silent', live(['es-2', 'es-3']), formed, { founder: null, master: 'es-2', nodes: ['es-2', 'es-3'] }],
  ])('%s', (_, answers, record, decision) => {
    expect(decide({ peers: three, record, answers, wanted })).toEqual(decision);
  });

  test.each<[string, Partial<Parameters<typeof decide>[0]>, RegExp]>([
    ['a cluster of which nobody answers', { answers: live([]) }, /3 of 3 nodes .* do not answer \(es-1, es-2, es-3\)/],
    [
      'one that was there, though the record knows nothing',
      { answers: live([], {}, ['es-2']), record: null },
      /1 of 3 nodes of the cluster do not answer \(es-2\), so nobody is founded anew/,
    ],
    ['a lost majority', { answers: live(['es-2'], null) }, /1 of 3 nodes answer \(es-2\) and know of no master/],
    ['another name', { wanted: { ...wanted, cluster: 'two' } }, /called one on es-1 and cannot become two/],
    [
      'a node under another name',
      { answers: { ...live(names), origin: told({ 'es-1': { cluster: 'one', id: 'Q', node: 'old' } }) } },
      /node on es-1 is called old/,
    ],
    [
      'data of two clusters',
      { answers: { ...live(names), origin: told({ 'es-2': { cluster: 'one', id: 'Z', node: 'es-2' } }) } },
      /es-1 and es-2 have the data of different clusters/,
    ],
    [
      'a node that is no host of the site',
      { answers: live([...names, 'es-9']) },
      /es-9 is a node .* controller decommission es@es-9/,
    ],
    [
      'an older release',
      { wanted: { ...wanted, version: '8.19.9' } },
      /es-1 runs 8\.19\.21, and what that has written cannot be read by 8\.19\.9/,
    ],
    [
      'another major release',
      { wanted: { ...wanted, version: '9.0.1' } },
      /es-1 runs 8\.19\.21.* no other major .*9\.0\.1/,
    ],
    ['two that may be elected', { peers: peers.slice(0, 2) }, /two nodes .* outlive the loss of neither/],
  ])('%s is refused', (_, more, says) => {
    expect(() => decide({ peers: three, record: formed, answers: live(names), wanted, ...more })).toThrow(says);
  });

  test.each(['8.19.21', '8.19.100', '8.20.0', 'our-own'])('release %s may follow 8.19.21', (version) => {
    const decided = decide({ peers: three, record: formed, answers: live(names), wanted: { ...wanted, version } });
    expect(decided.nodes).toEqual(names);
  });

  test('one alone is started again, and founds nothing', () => {
    const alone = decide({ peers: peers.slice(0, 1), record: formed, answers: live([]), wanted });
    expect(alone).toEqual({ founder: null, master: null, nodes: [] });
  });

  test('nobody ever founds where anything says that there is or was a cluster', () => {
    const somebody = fc.subarray(names);
    fc.assert(
      fc.property(somebody, somebody, fc.boolean(), fc.boolean(), (answering, were, known, sees) => {
        const record = known ? formed : null;
        fc.pre(known || answering.length + were.length > 0);
        let founds: string | null = null;
        try {
          founds = decide({ peers: three, record, answers: live(answering, sees ? {} : null, were), wanted }).founder;
        } catch {
          return;
        }
        expect(founds).toBeNull();
      }),
    );
  });
});

describe('the order', () => {
  test.each<[string, Decision, readonly string[]]>([
    ['has the master last', { founder: null, master: 'es-1', nodes: names }, ['es-2', 'es-3', 'es-1']],
    [
      'has whoever is missing first',
      { founder: null, master: 'es-2', nodes: ['es-1', 'es-2'] },
      ['es-3', 'es-1', 'es-2'],
    ],
    ['begins with the founder', { founder: 'es-2', master: null, nodes: [] }, ['es-2', 'es-1', 'es-3']],
  ])('%s', (_, decided, wants) => {
    expect(order({ decided, instances: names })).toEqual(wants);
  });

  test('loses nobody', () => {
    const decisions = fc.record({
      founder: fc.constantFrom(null, ...names),
      master: fc.constantFrom(null, ...names),
      nodes: fc.subarray(names),
    });
    fc.assert(
      fc.property(decisions, fc.subarray(names), (decided, instances) => {
        expect(order({ decided, instances }).toSorted()).toEqual(instances.toSorted());
      }),
    );
  });
});

test('a cluster is whole with all that were in it, at first with all hosts', () => {
  const decided = { founder: null, master: 'es-1', nodes: [...names, 'es-9'] };
  expect(expected({ peers, record: formed, decided })).toBe('3');
  expect(expected({ peers, record: { founder: 'es-1', formed: false }, decided })).toBe('5');
});
