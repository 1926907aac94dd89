import type { HostId, HostName, OutputChunk } from '@rolecall/protocol';
import { Database } from './database.ts';
import { enrolHost } from './hosts.ts';
import { readOutput, storeOutput } from './output.ts';

const [a, b] = ['a', 'b'] as HostName[] as [HostName, HostName];
let database: Database;
beforeEach(() => {
  database = new Database(':memory:');
  for (const host of [a, b])
    enrolHost(database, host, {}, { id: `${host}1` as HostId, serial: host, notAfter: 0, sealingKey: '' });
});
afterEach(() => database.close());

const chunk = (of: string, text: string): OutputChunk =>
  ({ of, stream: 'stdout', offset: 0, bytes: Buffer.from(text) }) as OutputChunk;
const kept = () => [...readOutput(database, '')].map(({ host, of }) => `${host} ${of}`);

test('a host that writes more than is kept of it loses what is oldest, and no other host anything', () => {
  storeOutput(database, b, chunk('first', 'of another host'));
  for (const command of ['c1', 'c2', 'c3', 'c4']) storeOutput(database, a, chunk(command, 'x'.repeat(4_000)), 10_000);
  expect(kept()).toEqual(['b first', 'a c3', 'a c4']);
});

test('very many short streams are as much as a few long ones', () => {
  for (let i = 0; i < 50; i++) storeOutput(database, a, chunk(`c${i}`, 'x'), 10_000);
  expect(kept().length).toBeLessThanOrEqual(11);
  expect(kept()).toContain('a c49');
});
