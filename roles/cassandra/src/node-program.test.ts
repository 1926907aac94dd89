import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_PROGRAM } from './node-program.ts';
import { CQL, DATA, FIRST_START, MEMBER, NODE_SETTINGS, NODETOOL, SETTINGS } from './places.ts';

/** The program on a member in a folder of its own, with a nodetool and a systemctl that say what a test wants and note what they were told. */
let folder = '';
const inside = (path: string): string => join(folder, path);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cassandra-node-'));
  for (const path of [DATA, SETTINGS, '/usr/local/bin', '/usr/local/lib/rolecall'])
    mkdirSync(inside(path), { recursive: true });
  const settings = 'name=db-2\naddress=10.0.0.2\ndatacenter=dc1\nversion=5.0.9\nclient=9042\nkeep=2\n';
  writeFileSync(inside(NODE_SETTINGS), settings);
  says(NODETOOL, '');
  says(CQL, '');
  says('/usr/local/bin/systemctl', '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Lets a program print this for its first word, and note its words; `exit 1` as the text makes it fail. */
function says(path: string, ...cases: readonly string[]): void {
  const text = `#!/bin/sh\necho "$(basename "$0") $*" >>${folder}/told\ncase "$1" in\n${cases.filter((one) => one !== '').join('\n')}\nesac\n`;
  writeFileSync(inside(path), text, { mode: 0o755 });
}
const ring = (states: Readonly<Record<string, string>>): string =>
  `status) cat <<END\n${Object.entries(states)
    .map(([address, state]) => `${state}  ${address}  1 KiB  16  ?  an-id  a`)
    .join('\n')}\nEND\n;;`;
const version = (running: string): string => `version) echo "ReleaseVersion: ${running}" ;;`;

function run(...words: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const text = NODE_PROGRAM.replaceAll(/(?<![\w.])\/(etc|var\/lib|usr\/local|run)\//g, `${folder}/$1/`);
  const PATH = `${inside('/usr/local/bin')}:${process.env.PATH}`;
  const { status, stderr } = spawnSync('sh', ['-s', ...words], { input: text, encoding: 'utf8', env: { PATH } });
  return { status, stderr };
}
const told = (): readonly string[] =>
  existsSync(inside('told')) ? readFileSync(inside('told'), 'utf8').trim().split('\n') : [];
const beMember = (): void => writeFileSync(inside(MEMBER), '');
const wayIn = (): string => (existsSync(inside(FIRST_START)) ? readFileSync(inside(FIRST_START), 'utf8').trim() : '');

describe('a host without data', () => {
  test('starts nothing before it was told how it comes in', () => {
    expect(run('may-start').status).toBe(1);
    expect(run('run')).toEqual({ status: 78, stderr: expect.stringContaining('no data of a member') });
    expect(run('take-part', 'join').status).toBe(0);
    expect([wayIn(), run('may-start').status]).toEqual(['join', 0]);
  });

  test.each([
    [['in'], /10\.0\.0\.2 is a member of the cluster and its data is gone/],
    [['unknown'], /no member answers/],
  ])('does not come in where the ring says %j', (words, says) => {
    expect(run('take-part', ...words)).toEqual({ status: 1, stderr: expect.stringMatching(says) });
    expect(wayIn()).toBe('');
  });

  test('goes on as it began, but for who takes the place of another', () => {
    run('take-part', 'join');
    expect(run('take-part', 'in').status).toBe(0);
    expect(wayIn()).toBe('join');
    run('take-part', 'replace', '10.0.0.9');
    expect(wayIn()).toBe('replace 10.0.0.9');
  });

  test('does not touch data that this role did not make', () => {
    mkdirSync(inside(`${DATA}/data/system`), { recursive: true });
    expect(run('take-part', 'join')).toEqual({ status: 1, stderr: expect.stringContaining('data of another cluster') });
  });
});

test('a member starts whatever it is told about coming in', () => {
  beMember();
  expect([run('may-start').status, run('settled').status]).toEqual([0, 0]);
  expect(run('take-part', 'in').status).toBe(0);
  expect(wayIn()).toBe('');
});

describe('a member', () => {
  beforeEach(beMember);

  test('is drained while all others are up', () => {
    says(NODETOOL, ring({ '10.0.0.1': 'UN', '10.0.0.2': 'UN' }), version('5.0.9'));
    expect(run('out', '5.0.9').status).toBe(0);
    expect(told()).toContain('nodetool drain');
    expect(told()).not.toContain('nodetool snapshot -t before-5.0.9');
  });

  test('keeps a snapshot before another version comes', () => {
    says(NODETOOL, ring({ '10.0.0.1': 'UN', '10.0.0.2': 'UN' }), version('4.1.10'));
    expect(run('out', '5.0.9').status).toBe(0);
    const order = told();
    expect(order.indexOf('nodetool snapshot -t before-5.0.9')).toBeGreaterThan(0);
    expect(order.indexOf('nodetool snapshot -t before-5.0.9')).toBeLessThan(order.indexOf('nodetool drain'));
  });

  test.each(['DN', 'UJ', 'UL', 'DL'])('is not drained beside one that is %s', (state) => {
    says(NODETOOL, ring({ '10.0.0.1': state, '10.0.0.2': 'UN' }), version('5.0.9'));
    expect(run('out', '5.0.9')).toEqual({ status: 1, stderr: expect.stringContaining(`10.0.0.1 is ${state}`) });
    expect(told()).not.toContain('nodetool drain');
  });

  test('is not drained while nobody can say who is up', () => {
    says(NODETOOL, 'status) exit 1 ;;', version('5.0.9'));
    expect(run('out', '5.0.9')).toEqual({ status: 1, stderr: expect.stringContaining('nobody can say who is up') });
    expect(told()).not.toContain('nodetool drain');
  });

  test('knows how many copies there are of a keyspace', () => {
    const strategy = 'class=org.apache.cassandra.locator.NetworkTopologyStrategy';
    const simple = 'class=org.apache.cassandra.locator.SimpleStrategy replication_factor=3';
    writeFileSync(
      inside(CQL),
      `#!/bin/sh\nprintf 'app\\t${strategy} dc1=3\\nold\\t${simple}\\nfar\\t${strategy} dc1=3 dc2=3\\n'\n`,
      { mode: 0o755 },
    );
    expect(run('replicated', 'app=3').status).toBe(0);
    for (const other of ['app=2', 'old=3', 'far=3', 'new=3']) expect(run('replicated', other).status).toBe(1);
  });
});
