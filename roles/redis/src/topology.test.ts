import type { ClusterRecord } from '@rolecall/roles';
import fc from 'fast-check';
import { type Decision, decide, follows, linked, order, primaryAddress } from './topology.ts';

const host = (name: string, last: number) => ({ name, address: `10.0.0.${last}`, labels: {}, facts: {} });
const peers = [host('db-1', 1), host('db-2', 2), host('db-3', 3)];
const names = peers.map(({ name }) => name);
const formed: ClusterRecord = { founder: 'db-1', formed: true };
const founding: ClusterRecord = { founder: 'db-2', formed: false };

const said = (...addresses: readonly (string | null)[]) => ({
  primary: Object.fromEntries(
    addresses.map((value, index) => [
      `db-${index + 1}`,
      value === null ? ({ is: 'absent', reason: 'not there yet' } as const) : ({ is: 'value', value } as const),
    ]),
  ),
});
const live = (primary: string): Decision => ({ primary, live: true });
const recorded = (primary: string): Decision => ({ primary, live: false });

describe('who is primary', () => {
  test.each([
    [
      'the founder, lowest by name, where there is no cluster and no record',
      said(null, null, null),
      null,
      '10.0.0.1',
      false,
    ],
    ['the founder that was recorded, where none answers', said(null, null, null), founding, '10.0.0.2', false],
    ['whom the sentinels name, whatever the record says', said('10.0.0.3', '10.0.0.3', null), formed, '10.0.0.3', true],
    ['whom most sentinels name', said('10.0.0.1', '10.0.0.3', '10.0.0.3'), formed, '10.0.0.3', true],
  ])('is %s', (_, answers, record, primary, isLive) => {
    expect(decide({ answers, peers, record })).toEqual({ primary, live: isLive });
  });

  test('is not guessed while the sentinels disagree', () => {
    expect(() => decide({ answers: said('10.0.0.1', '10.0.0.2', null), peers, record: formed })).toThrow(/failover/);
  });

  test('is read from what a sentinel replies', () => {
    expect(primaryAddress(['10.0.0.1', '6379'])).toBe('10.0.0.1');
    expect(primaryAddress(null)).toBeUndefined();
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
      decided: fc.record({ primary: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.9.9.9'), live: fc.boolean() }),
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

describe('the proof that a member is linked', () => {
  const replica = (status: string) =>
    `# Replication\r\nrole:slave\r\nmaster_host:10.0.0.1\r\nmaster_link_status:${status}\r\n`;
  const primary = (...states: readonly string[]) =>
    `# Replication\r\nrole:master\r\nconnected_slaves:${states.length}\r\n${states
      .map((state, index) => `slave${index}:ip=10.0.0.${index + 2},port=6379,state=${state},offset=1,lag=0\r\n`)
      .join('')}`;
  const running = { peers, record: formed, decided: live('10.0.0.1') };

  test.each<[string, string, boolean | string]>([
    ['a replica whose link is up', replica('up'), true],
    ['a replica whose link is down', replica('down'), 'its link to 10.0.0.1 is down'],
    ['a primary with all replicas', primary('online', 'online'), true],
    ['a primary that still sends one its data', primary('online', 'send_bulk'), '1 of 2 replicas are in step with it'],
    ['a primary without replicas', primary(), '0 of 2 replicas are in step with it'],
  ])('of %s', (_, info, expected) => {
    expect(linked(info, running)).toBe(expected);
  });

  test('asks no replicas of the founder before there are any', () => {
    expect(linked(primary(), { peers, record: founding, decided: recorded('10.0.0.1') })).toBe(true);
    expect(linked(replica('down'), { peers, record: founding, decided: recorded('10.0.0.1') })).not.toBe(true);
  });

  test('does not keep a cluster that is all down from starting', () => {
    expect(linked(replica('down'), { peers, record: formed, decided: recorded('10.0.0.1') })).toBe(true);
  });

  test('of a single server needs nobody else', () => {
    expect(linked(primary(), { peers: peers.slice(0, 1), record: formed, decided: live('10.0.0.1') })).toBe(true);
  });
});
