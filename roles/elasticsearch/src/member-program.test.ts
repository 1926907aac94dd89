import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readNode } from './answers.ts';
import { MEMBER_PROGRAM } from './member-program.ts';
import { CONFIG } from './places.ts';

/** What a node would answer, by method and path without its query; a PUT is written down. */
let answers: Record<string, string>;
let put: string[];
let server: Server;
let folder: string;

beforeAll(async () => {
  server = createServer(async (asked, response) => {
    const [path] = (asked.url ?? '').split('?');
    const sent = await text(asked);
    if (asked.method === 'PUT') put.push(`${path} ${sent.trim()}`);
    const body = answers[`${asked.method} ${path}`];
    response.writeHead(body === undefined ? 404 : 200).end(asked.method === 'HEAD' ? undefined : body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-elasticsearch-'));
  answers = { 'GET /_cluster/health': '{}', 'GET /_cluster/settings': '{}', 'PUT /_cluster/settings': '{}' };
  put = [];
  for (const part of ['data', 'indices']) mkdirSync(join(folder, part));
  writeFileSync(join(folder, 'client.curl'), 'silent\nshow-error\n');
  set();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes what the program reads of its node. */
function set(more: Readonly<Record<string, string>> = {}): void {
  const known = {
    name: 'es-1',
    cluster: 'one',
    here: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    others: '',
    patience: '0',
    moving: '0',
    absence: '60',
    initial: 'cluster.initial_master_nodes',
    data: join(folder, 'data'),
    founding: join(folder, 'founding'),
    member_of: join(folder, 'member-of'),
    indices: join(folder, 'indices'),
    ...more,
  };
  const lines = Object.entries(known).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(join(folder, 'member.conf'), lines.join(''));
}

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
const member = (...words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const program = MEMBER_PROGRAM.replaceAll(CONFIG, folder);
    execFile('sh', ['-c', program, 'elasticsearch-member', ...words], (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr }),
    );
  });
const hasData = () => mkdirSync(join(folder, 'data', '_state'));

describe('the program on a node', () => {
  test('is one that a shell can read', () => {
    const checked = spawnSync('sh', ['-n'], { input: MEMBER_PROGRAM, encoding: 'utf8' });
    expect([checked.status, checked.stderr]).toEqual([0, '']);
  });

  test('founds once, and never again where the data is gone', async () => {
    expect((await member('may-start')).exitCode).toBe(1);
    expect((await member('take-part', 'found')).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'founding'), 'utf8')).toBe('FOUNDING=-Ecluster.initial_master_nodes=es-1\n');
    expect((await member('may-start')).exitCode).toBe(0);
    hasData();
    answers['GET /_cluster/state/version'] = '{"cluster_name":"one","cluster_uuid":"Q-_1"}';
    answers['GET /_cat/health'] = 'green 1 1\n';
    expect((await member('settled')).exitCode).toBe(1);
    expect(await member('settle')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await member('settled')).exitCode).toBe(0);
    expect(existsSync(join(folder, 'founding'))).toBe(false);
    expect(readFileSync(join(folder, 'member-of'), 'utf8')).toBe('cluster=one\nid=Q-_1\nnode=es-1\n');

    rmSync(join(folder, 'data', '_state'), { recursive: true });
    expect((await member('may-start')).exitCode).toBe(1);
    for (const way of ['found', 'join']) {
      expect((await member('take-part', way)).stderr).toMatch(
        /data is gone: bring .* back, or say replace: \['es-1'\]/,
      );
    }
    expect((await member('take-part', 'replace')).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'founding'), 'utf8')).toBe('FOUNDING=\n');
  });

  test('starts no data that is not of this role', async () => {
    hasData();
    expect((await member('may-start')).exitCode).toBe(1);
    expect((await member('take-part', 'join')).stderr).toContain('belongs to no cluster of this role');
  });

  const three = 'people 0 STARTED\npeople 0 RELOCATING\npeople 0 STARTED\n';
  test.each([
    ['green 3 3', '', '', 0, ''],
    ['green 2 2', '', '', 1, '2 of 3 nodes are in the cluster'],
    ['yellow 3 3', 'people yellow 2\nold green 1\n', '', 1, 'yellow: copies are missing of people'],
    [
      'yellow 3 3',
      'people yellow 3\nold green 1\n',
      `${three}people 0 UNASSIGNED\nold 0 STARTED\nold 0 STARTED\n`,
      0,
      '',
    ],
    [
      'yellow 3 3',
      'people yellow 3\n',
      'people 0 STARTED\npeople 0 STARTED\npeople 0 INITIALIZING\npeople 0 UNASSIGNED\n',
      1,
      'yellow: copies are missing of people',
    ],
    ['yellow 3 3', 'people yellow 3\n', `${three}people 1 UNASSIGNED\n`, 1, 'yellow: copies are missing of people'],
    ['red 3 3', '', '', 1, 'red: shards are missing as a whole'],
  ])('of "%s" with "%s" and "%s" it ends with %d', async (health, indices, shards, exitCode, says) => {
    answers['GET /_cat/health'] = `${health}\n`;
    answers['GET /_cat/indices'] = indices;
    answers['GET /_cat/shards'] = shards;
    const found = await member('whole', '3');
    expect([found.exitCode, found.stdout.trim()]).toEqual([exitCode, says]);
  });

  test('takes nothing for whole of which it is not told', async () => {
    answers['GET /_cat/health'] = 'yellow 3 3\n';
    expect((await member('whole', '3')).exitCode).toBe(1);
    answers['GET /_cat/indices'] = 'people yellow 3\n';
    expect(await member('whole', '3')).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('does not say') });
  });

  test('stops nothing where copies are missing, and says which', async () => {
    answers['GET /_cat/health'] = 'yellow 3 3\n';
    answers['GET /_cat/indices'] = 'people yellow 2\n';
    answers['GET /_cat/shards'] = '';
    expect(await member('drain', '3')).toMatchObject({
      exitCode: 1,
      stderr: 'after 0 s: yellow: copies are missing of people\n',
    });
    expect(put).toEqual([]);
    answers['GET /_cat/health'] = 'green 3 3\n';
    expect((await member('drain', '3')).exitCode).toBe(0);
    expect(put).toEqual([
      expect.stringMatching(
        /"cluster.routing.allocation.enable":"primaries","cluster.metadata.rolecall_held_until":"\d+"/,
      ),
    ]);
  });

  test('has nothing to drain where its server does not answer', async () => {
    delete answers['GET /_cluster/health'];
    expect((await member('drain', '3')).exitCode).toBe(0);
    expect(put).toEqual([]);
  });

  test('lets the cluster make copies again once a stopped node is away for too long, and no sooner', async () => {
    const heldUntil = (seconds: number) => {
      const held = { 'cluster.metadata.rolecall_held_until': `${Math.round(Date.now() / 1000) + seconds}` };
      answers['GET /_cluster/settings'] = JSON.stringify({
        persistent: { ...held, 'cluster.routing.allocation.enable': 'primaries' },
      });
    };
    expect((await member('lapse')).exitCode).toBe(0);
    heldUntil(60);
    expect((await member('lapse')).exitCode).toBe(0);
    expect(put).toEqual([]);
    heldUntil(-1);
    expect((await member('lapse')).exitCode).toBe(0);
    const released = '"cluster.routing.allocation.enable":null,"cluster.metadata.rolecall_held_until":null';
    expect(put).toEqual([`/_cluster/settings {"persistent":{${released}}}`]);
    delete answers['GET /_cluster/settings'];
    expect(await member('lapse')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('says what it sees in words that the role reads', async () => {
    answers['GET /_cluster/state/version'] = '{"cluster_name":"one","cluster_uuid":"Q-_1"}';
    expect(readNode(await member('look'))).toEqual({ cluster: 'one', id: 'Q-_1', sees: null, version: null });
    answers['GET /_cluster/state/master_node,nodes'] = '{"master_node":"a","nodes":{"a":{"name":"es-1"}}}';
    answers['GET /_nodes/_local/http'] = '{"nodes":{"a":{"version":"8.19.21"}}}';
    const sees = { master: 'es-1', nodes: ['es-1'] };
    expect(readNode(await member('look'))).toEqual({ cluster: 'one', id: 'Q-_1', sees, version: '8.19.21' });
  });

  test('calls a node lost that is in the cluster no more and where nobody answers', async () => {
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const nowhere = 'http://127.0.0.1:1';
    expect((await member('lost', 'es-2', nowhere)).stdout).toContain('does not answer');
    answers['GET /_cat/nodes'] = 'es-1\nes-2\n';
    expect(await member('lost', 'es-2', nowhere)).toMatchObject({
      exitCode: 1,
      stdout: 'it is in the cluster: move it instead\n',
    });
    expect(await member('lost', 'es-3', here)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('something answers'),
    });
    expect((await member('lost', 'es-3', nowhere)).exitCode).toBe(0);
  });

  test('empties one node beside those that are excluded, and lets it in again', async () => {
    const exclusions = (names: string) =>
      `/_cluster/settings {"persistent":{"cluster.routing.allocation.exclude._name":${names}}}`;
    answers['GET /_cluster/settings'] = '{"persistent":{"cluster.routing.allocation.exclude._name":"es-2"}}';
    answers['GET /_cat/allocation'] = 'es-1 4\nes-2 1\nes-3 0\n';
    expect((await member('emptied', 'es-3')).exitCode).toBe(1);
    expect((await member('empty', 'es-3')).stderr).toContain('there are shards on es-3 still');
    expect(put).toEqual([exclusions('"es-2,es-3"')]);
    answers['GET /_cluster/settings'] = '{"persistent":{"cluster.routing.allocation.exclude._name":"es-2,es-3"}}';
    expect((await member('emptied', 'es-3')).exitCode).toBe(0);
    expect((await member('admitted', 'es-3')).exitCode).toBe(1);
    expect((await member('admit', 'es-3')).exitCode).toBe(0);
    expect((await member('admit', 'es-2')).exitCode).toBe(0);
    expect(put.slice(1)).toEqual([exclusions('"es-2"'), exclusions('"es-3"')]);
    answers['GET /_cluster/settings'] = '{"persistent":{}}';
    expect((await member('admitted', 'es-3')).exitCode).toBe(0);
    delete answers['GET /_cluster/settings'];
    for (const asked of ['admitted', 'emptied']) expect((await member(asked, 'es-3')).exitCode).not.toBe(0);
  });

  test('creates the indexes that are missing, and says so where that fails', async () => {
    expect((await member('indexed')).exitCode).toBe(0);
    writeFileSync(join(folder, 'indices', 'people.json'), '{}\n');
    expect((await member('indexed')).exitCode).toBe(1);
    expect((await member('index')).stderr).toContain('the index people cannot be created');
    expect(put).toEqual(['/people {}']);
    answers['HEAD /people'] = '';
    answers['GET /_cat/health'] = 'green 3 3\n';
    expect((await member('indexed')).exitCode).toBe(0);
    expect((await member('index')).exitCode).toBe(0);
    expect(put).toEqual(['/people {}']);
  });
});
