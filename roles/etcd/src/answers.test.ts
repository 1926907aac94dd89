import { readMembers, readOrigin, readStatuses } from './answers.ts';

const said = (stdout: string, exitCode = 0) => ({ exitCode, stdout, stderr: '' });

describe('what etcdctl says', () => {
  test('of a member is read with all digits of its ids', () => {
    const text =
      '[{"Endpoint":"https://127.0.0.1:2379","Status":{"header":{"cluster_id":14841639068965178418,"member_id":10276657743932975437,"revision":42,"raft_term":2},"version":"3.6.16","dbSize":20480,"leader":10276657743932975437,"raftIndex":4,"errors":["memberID:10276657743932975437 alarm:NOSPACE "]}}]';
    expect(readStatuses(said(text))).toEqual([
      {
        cluster: '14841639068965178418',
        member: '10276657743932975437',
        leader: '10276657743932975437',
        revision: 42,
        learner: false,
        errors: ['memberID:10276657743932975437 alarm:NOSPACE '],
      },
    ]);
  });

  test('of all members tells learners, and those that never started', () => {
    const text =
      '{"header":{"cluster_id":148416390689651784},"members":[{"ID":9372538179322589801,"name":"kv-1","peerURLs":["https://10.0.0.1:2380"],"clientURLs":["https://10.0.0.1:2379"]},{"ID":10501334649042878790,"peerURLs":["https://10.0.0.2:2380"],"isLearner":true}]}';
    expect(readMembers(said(text))).toEqual([
      { id: '9372538179322589801', name: 'kv-1', peers: ['https://10.0.0.1:2380'], learner: false },
      { id: '10501334649042878790', name: '', peers: ['https://10.0.0.2:2380'], learner: true },
    ]);
  });

  test.each(['', 'null', 'Error: context deadline exceeded', '[{"Endpoint":"x"}]'])(
    'is nothing where it is %j',
    (text) => {
      expect(readStatuses(said(text))).toBeUndefined();
    },
  );

  test('counts for nothing where it failed', () => {
    expect(readStatuses(said('[]', 1))).toBeUndefined();
    expect(readMembers(said('{"members":[]}', 1))).toBeUndefined();
  });
});

test('a configuration says under which name and token its member came in', () => {
  const file = (content: string) => ({ size: content.length, mode: 0o644, content });
  expect(readOrigin(file('initial-cluster-token: "one"\ninitial-cluster-state: existing\nname: kv-1\n'))).toEqual({
    name: 'kv-1',
    token: 'one',
  });
  expect(readOrigin(file('data-dir: /var/lib/etcd\n'))).toBeUndefined();
});
