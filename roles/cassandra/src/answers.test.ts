import { readOrigin, readRing, readWhole } from './answers.ts';

const said = (stdout: string, exitCode = 0) => ({ exitCode, stdout, stderr: '' });

describe('what nodetool says', () => {
  test('of the ring is read with the state and the rack of each', () => {
    const text = `Datacenter: dc1
===============
Status=Up/Down
|/ State=Normal/Leaving/Joining/Moving
--  Address     Load        Tokens  Owns (effective)  Host ID                               Rack
UN  10.0.0.1    109.37 KiB  16      100.0%            0d3c4b2b-6a4e-4a5c-9e43-63b4e2c11111  a
DN  10.0.0.2    ?           16      100.0%            0d3c4b2b-6a4e-4a5c-9e43-63b4e2c22222  b
UJ  10.0.0.3    21.5 KiB    16      ?                 0d3c4b2b-6a4e-4a5c-9e43-63b4e2c33333  c

`;
    expect(readRing(said(text))).toEqual([
      { address: '10.0.0.1', state: 'UN', rack: 'a' },
      { address: '10.0.0.2', state: 'DN', rack: 'b' },
      { address: '10.0.0.3', state: 'UJ', rack: 'c' },
    ]);
  });

  test('of the whole is read with what moves and who is missed', () => {
    const text = `Cluster Information:
	Name: lab
	Schema versions:
		2207c2a9-f598-3971-986b-2926e09e239d: [10.0.0.1, 10.0.0.3]

		e84b6a60-24cf-30ca-9b58-452d92911703: [10.0.0.4]

		UNREACHABLE: [10.0.0.2]

Stats for all nodes:
	Live: 3
	Joining: 1
	Moving: 0
	Leaving: 2
	Unreachable: 1

Data Centers: 
	dc1 #Nodes: 4 #Down: 0

Database versions:
	5.0.9: [10.0.0.1:7000, 10.0.0.3:7000, 10.0.0.4:7000]
`;
    expect(readWhole(said(text))).toEqual({ live: 3, moving: 3, unreachable: 1, schemas: 2, versions: 1 });
  });

  test('of the whole counts nobody who has left for good', () => {
    const text = `	Schema versions:
		dd09a67f-c3b5-3fb9-946e-8eef6e9cc92e: [10.0.0.5, 10.0.0.2, 10.0.0.1]

		UNREACHABLE: [10.0.0.4]

Stats for all nodes:
	Live: 3
	Joining: 0
	Moving: 0
	Leaving: 0
	Unreachable: 1

Data Centers: 
	dc1 #Nodes: 3 #Down: 0

Database versions:
	4.1.10: [10.0.0.4:7000]
	5.0.9: [10.0.0.5:7000, 10.0.0.2:7000, 10.0.0.1:7000]

Keyspaces:
	system -> Replication class: LocalStrategy {}
`;
    expect(readWhole(said(text))).toEqual({ live: 3, moving: 0, unreachable: 0, schemas: 1, versions: 1 });
  });

  test.each(['', 'nodetool: Failed to connect', 'Stats for all nodes:\n\tLive: x\nData Centers:'])(
    'is nothing where it is %j',
    (text) => {
      expect([readRing(said(text)), readWhole(said(text))]).toEqual([undefined, undefined]);
    },
  );

  test('counts for nothing where it failed', () => {
    expect(readRing(said('UN  10.0.0.1  1 KiB  16  ?  x  a', 1))).toBeUndefined();
  });
});

test('what lies beside the data says of which cluster it is', () => {
  const file = (content: string) => ({ size: content.length, mode: 0o644, content });
  const member = { cluster: 'one = two', datacenter: 'dc1', rack: 'a', tokens: '16', address: '10.0.0.1' };
  const text = Object.entries(member).map(([key, value]) => `${key}=${value}\n`);
  expect(readOrigin(file(text.join('')))).toEqual(member);
  expect(readOrigin(file(text.slice(1).join('')))).toBeUndefined();
});
