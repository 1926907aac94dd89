import { readFileSync, writeFileSync } from 'node:fs';
import type { CommandResult } from '../lab/machine/command.ts';
import { out } from './harness/fleet.ts';
import { snapshot } from './harness/snapshot.ts';
import { startWireDemo, type WireDemo } from './harness/wire-demo.ts';

/** The demonstration of examples/wire: every database of an installation on one host, by one apply. */
let demo: WireDemo;
let first: CommandResult;

const apply = (...words: readonly string[]): Promise<CommandResult> =>
  demo.fleet.cli(['apply', demo.site.path, '-y', ...words], { timeoutMs: 1_200_000 });
const said = (done: CommandResult): string => `${done.stdout}${done.stderr}`;
const onDemo = (...argv: readonly string[]): Promise<string> => out(demo.host, ...argv);

beforeAll(async () => {
  demo = await startWireDemo();
  first = await apply();
  if (first.exitCode !== 0) throw new Error(`apply ended with ${first.exitCode}:\n${said(first)}`);
}, 3_600_000);

afterAll(async () => {
  demo?.site[Symbol.dispose]();
  await demo?.fleet.remove();
}, 120_000);

test('one apply brings every database, and says of the rest that nothing of it is managed', () => {
  expect(said(first)).toMatch(/kubernetes/);
});

test('Cassandra, Elasticsearch, MinIO, etcd and Redis answer', async () => {
  expect(await onDemo('nodetool', 'status')).toMatch(/^UN +/m);
  const health = ['-K', '/etc/elasticsearch/client.curl', '--fail', 'https://127.0.0.1:9200/_cluster/health/directory'];
  expect(JSON.parse(await onDemo('curl', '-sS', ...health))).toMatchObject({ status: 'green', number_of_nodes: 1 });
  expect(await onDemo('mc', '--config-dir', '/etc/minio/mc', 'ls', 'here')).toMatch(/assets\/(.|\n)*public\//);
  expect(await onDemo('/usr/local/lib/rolecall/etcd-member', 'follows').catch(() => 'leads')).toBe('leads');
  expect(await onDemo('systemctl', 'is-active', 'redis-server')).toBe('active\n');
});

test('the schemas of Cassandra were brought up once, in their row, by somebody who may', async () => {
  const row = ['gundeck', 'brig', 'galley', 'spar'].map((name) => `${name}-schema ${name} admin`);
  expect(await demo.schemas.ran()).toEqual(row);
});

test('a second apply runs no job again, changes nothing and writes nothing', async () => {
  const before = await snapshot(demo.host);
  const done = await apply();
  expect([done.exitCode, done.exitCode === 0 ? '' : said(done), done.stdout]).toEqual([
    0,
    '',
    expect.not.stringMatching(/changed=|failed=|skipped=/),
  ]);
  expect(await demo.schemas.ran()).toHaveLength(4);
  expect(await snapshot(demo.host)).toEqual(before);
}, 1_200_000);

test('what was a demonstration does not become production', async () => {
  const { path } = demo.site;
  writeFileSync(path, readFileSync(path, 'utf8').replace("mode: 'demo'", "mode: 'production'"));
  const done = await demo.fleet.cli(['preflight', path], { timeoutMs: 300_000 });
  expect(done.exitCode).not.toBe(0);
  expect(said(done)).toMatch(/mode +production +demo, as at the first apply/);
});
