import type { ClusterRecord } from '@rolecall/roles';
import fc from 'fast-check';
import { primaryAddress, printed, readState, serverRole, watched } from './answers.ts';
import { type Decision, decide, follows, MAX_BEHIND, type Observed, order, whole } from './topology.ts';

const host = (name: string, last: number) => ({ name, address: `10.0.0.${last}`, labels: {}, facts: {} });
const peers = [host('db-1', 1), host('db-2', 2), host('db-3', 3)];
const names = peers.map(({ name }) => name);
const formed: ClusterRecord = { founder: 'db-1', formed: true };
const founding: ClusterRecord = { founder: 'db-2', formed: false };

const told = <T>(values: readonly (T | null)[]) =>
  Object.fromEntries(
    values.map((value, index) => [
      `db-${index + 1}`,
      value === null ? ({ is: 'absent', reason: 'not there yet' } as const) : ({ is: 'value', value } as const),
    ]),
  );
/** What the sentinels answer who is primary, each knowing two others; servers are what follows from it unless told. */
const said = (addresses: readonly (string | null)[], servers?: readonly (string | null)[]): Observed => ({
  primary: told(addresses),
  watched: told(addresses.map((address) => (address === null ? null : { sentinels: 2 }))),
  server: told(
    servers ??
      addresses.map((address, index) =>
        address === null ? null : address === `10.0.0.${index + 1}` ? 'master' : 'slave',
      ),
  ),
});
const nobody = said([null, null, null]);
const wanted = { quorum: 2, minReplicas: 1 };
const live = (primary: string): Decision => ({ primary, live: true });
const recorded = (primary: string): Decision => ({ primary, live: false });

describe('who is primary', () => {
  test.each<[string, Observed, ClusterRecord | null, Decision]>([
    ['the founder, lowest by name, where there is no cluster and no record', nobody, null, recorded('10.0.0.1')],
    ['the founder that was recorded, where none answers', nobody, founding, recorded('10.0.0.2')],
    [
      'whom the sentinels name, whatever the record says',
      said(['10.0.0.3', '10.0.0.3', null]),
      formed,
      live('10.0.0.3'),
    ],
    [
      'whom most sentinels name',
      said(['10.0.0.1', '10.0.0.3', '10.0.0.3'], ['slave', 'slave', 'master']),
      formed,
      live('10.0.0.3'),
    ],
  ])('is %s', (_, answers, record, decision) => {
    expect(decide({ answers, peers, record, wanted })).toEqual(decision);
  });

  test.each<[string, Observed, RegExp]>([
    ['the sentinels disagree', said(['10.0.0.1', '10.0.0.2', null]), /different primaries: a failover is under way/],
    [
      'two servers say that they are it',
      said(['10.0.0.1', '10.0.0.1', '10.0.0.1'], ['master', 'master', 'slave']),
      /db-1 and db-2 both say/,
    ],
    [
      'most sentinels are silent',
      said([null, '10.0.0.2', null]),
      /2 of 3 sentinels .*\(db-1, db-3\).*majority is lost/,
    ],
    [
      'a host that leaves the site is it',
      said(['10.0.0.9', '10.0.0.9', '10.0.0.9']),
      /the primary is 10\.0\.0\.9, which is no host of this use/,
    ],
    [
      'all sentinels are silent and a server runs',
      said([null, null, null], ['master', null, null]),
      /no sentinel answers while Redis runs on db-1/,
    ],
  ])('is not decided while %s', (_, answers, says) => {
    expect(() => decide({ answers, peers, record: formed, wanted })).toThrow(says);
  });

  test('needs no sentinel where there is one server, which then gets it', () => {
    const [one] = peers;
    const answers = said([null], ['master']);
    expect(decide({ answers, peers: one ? [one] : [], record: formed, wanted: { quorum: 1, minReplicas: 0 } })).toEqual(
      recorded('10.0.0.1'),
    );
  });

  test('with fewer than a majority of the sentinels that there are nothing is ever decided', () => {
    const each = fc.tuple(...names.map(() => fc.boolean()));
    fc.assert(
      fc.property(each, (there) => {
        const answers = said(there.map((is) => (is ? '10.0.0.1' : null)));
        const deciding = () => decide({ answers, peers, record: formed, wanted });
        const count = there.filter(Boolean).length;
        if (count === 1) expect(deciding).toThrow('majority');
        else expect(deciding().live).toBe(count > 0);
      }),
    );
  });

  test.each<[string, typeof wanted, RegExp]>([
    ['a quorum of more sentinels than there are', { ...wanted, quorum: 4 }, /quorum is 4, and there are 3/],
    ['so many replicas that none may be down', { ...wanted, minReplicas: 2 }, /minReplicas is 2.*1 at most/],
  ])('%s is refused', (_, bad, says) => {
    expect(() => decide({ answers: nobody, peers, record: null, wanted: bad })).toThrow(says);
  });
});

describe('an answer', () => {
  test('of a sentinel is read', () => {
    expect(primaryAddress(['10.0.0.1', '6379'])).toBe('10.0.0.1');
    expect(primaryAddress(null)).toBeUndefined();
    const master = ['name', 'main', 'num-slaves', '2', 'num-other-sentinels', '1', 'quorum', '2'];
    expect(watched(master)).toEqual({ sentinels: 1 });
    expect(watched(['name', 'main'])).toBeUndefined();
  });

  test('of a server is read', () => {
    expect(serverRole('# Replication\r\nrole:slave\r\n')).toBe('slave');
    expect(serverRole(null)).toBeUndefined();
  });

  test('is the same from the command line', () => {
    const ended = (stdout: string, exitCode = 0) => ({ exitCode, stdout, stderr: '' });
    expect(primaryAddress(printed(ended('10.0.0.1\n6379\n'), false))).toBe('10.0.0.1');
    expect(serverRole(printed(ended('# Replication\r\nrole:master\r\n'), true))).toBe('master');
    expect(printed(ended('', 1), false)).toBeNull();
  });
});

describe('the order', () => {
  test('has the primary of a running cluster last', () => {
    expect(order({ peers, record: formed, decided: live('10.0.0.2'), instances: names })).toEqual([
      'db-1',
      'db-3',
      'db-2',
    ]);
  });

  test.each([
    ['founded', founding, recorded('10.0.0.2')],
    ['founded and was interrupted', founding, live('10.0.0.2')],
    ['all down', formed, recorded('10.0.0.2')],
  ])('has it first where the cluster is %s', (_, record, decided) => {
    expect(order({ peers, record, decided, instances: names })).toEqual(['db-2', 'db-1', 'db-3']);
  });

  test('loses nobody', () => {
    const any = fc.record({
      instances: fc.subarray(names),
      record: fc.constantFrom(null, founding, formed),
      decided: fc.record({
        primary: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.9.9.9'),
        live: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(any, ({ instances, record, decided }) => {
        expect(order({ peers, record, decided, instances }).toSorted()).toEqual(instances.toSorted());
      }),
    );
  });
});

describe('whom a new server follows', () => {
  const [one, two] = peers;
  if (one === undefined || two === undefined) throw new Error('no peers');

  test('is the primary', () => {
    expect(follows(two, { peers, record: formed, decided: live('10.0.0.1') })).toBe('10.0.0.1');
  });

  test('is nobody for the one that founds', () => {
    expect(follows(one, { peers, record: null, decided: recorded('10.0.0.1') })).toBeUndefined();
    expect(follows(one, { peers: [one], record: formed, decided: recorded('10.0.0.1') })).toBeUndefined();
  });

  test('is another member where the founder was rebuilt while all are down: nothing is founded twice', () => {
    expect(follows(one, { peers, record: formed, decided: recorded('10.0.0.1') })).toBe('10.0.0.2');
  });
});

describe('the proof that a member has its part', () => {
  const [host] = peers;
  if (host === undefined) throw new Error('no peers');
  const state = (more: Readonly<Record<string, string>>) => {
    const lines = {
      primary: '10.0.0.1',
      primaryOffset: '500',
      replicas: '2',
      online: '2',
      quorum: 'OK 3 usable Sentinels.',
      ...more,
    };
    const stdout = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
    return readState({ exitCode: 0, stdout: stdout.join(''), stderr: '' });
  };
  const replica = (more: Readonly<Record<string, string>> = {}) =>
    state({ role: 'slave', link: 'up', syncing: '0', offset: '500', ...more });
  const primary = (more: Readonly<Record<string, string>> = {}) =>
    state({ role: 'master', link: '', syncing: '', offset: '', ...more });
  const running = { host, peers, record: formed, decided: live('10.0.0.1') };

  test.each<[string, ReturnType<typeof state>, boolean | string]>([
    ['a replica in step', replica(), true],
    ['a replica whose link is down', replica({ link: 'down' }), 'its link to 10.0.0.1 is down'],
    ['a replica that still gets its data', replica({ syncing: '1' }), 'it still gets its data'],
    [
      'a replica that is behind',
      replica({ primaryOffset: `${501 + MAX_BEHIND}` }),
      `it is ${MAX_BEHIND + 1} bytes behind 10.0.0.1`,
    ],
    ['a replica while another is missing', replica({ online: '1' }), '1 of 2 replicas are in step with 10.0.0.1'],
    [
      'a replica while the sentinels cannot choose',
      replica({ quorum: 'NOQUORUM 1 usable Sentinels.' }),
      'its sentinel says: NOQUORUM 1 usable Sentinels.',
    ],
    ['a primary with all replicas', primary(), true],
    ['a replica while one that left is remembered', replica({ replicas: '3' }), true],
    ['a primary without replicas', primary({ online: '0' }), '0 of 2 replicas are in step with 10.0.0.1'],
    [
      'a second primary',
      primary({ primary: '10.0.0.3' }),
      'it says that it is primary, and its sentinel names 10.0.0.3',
    ],
    ['silence', readState({ exitCode: 1, stdout: '', stderr: '' }), 'the server does not say how it replicates'],
  ])('of %s', (_, found, expected) => {
    expect(whole(found, running)).toBe(expected);
  });

  test('asks no replicas of the founder before there are any', () => {
    const begun = { ...running, record: founding, decided: recorded('10.0.0.1') };
    expect(whole(primary({ online: '0', quorum: 'NOQUORUM' }), begun)).toBe(true);
    expect(whole(replica({ link: 'down' }), begun)).not.toBe(true);
  });

  test('does not keep a cluster that is all down from starting', () => {
    expect(whole(replica({ link: 'down' }), { ...running, decided: recorded('10.0.0.1') })).toBe(true);
  });

  test('waits for no member that was never there', () => {
    const five = [...peers, { ...host, name: 'db-4' }, { ...host, name: 'db-5' }];
    expect(whole(replica(), { ...running, peers: five })).toBe(true);
  });

  test('of a single server needs nobody else', () => {
    const alone = { ...running, peers: peers.slice(0, 1) };
    expect(whole(primary({ replicas: '0', online: '0', quorum: 'OK 1 usable Sentinels.' }), alone)).toBe(true);
  });
});
