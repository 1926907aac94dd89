import { statSync } from 'node:fs';
import { NODE_PROGRAM } from './node-program.ts';
import { CQL, DATA, FIRST_START, MEMBER, NODE_SETTINGS, NODETOOL, VERSION } from './places.ts';
import { HostFolder, ring, version } from './testing/host-folder.ts';

/** The program on a member, on a host that is a folder. */
let host: HostFolder;
beforeEach(() => {
  host = new HostFolder();
});
afterEach(() => host[Symbol.dispose]());

const run = (...words: readonly string[]) => host.run(NODE_PROGRAM, ...words);
const told = () => host.told();
const beMember = (): void => host.write(MEMBER, '');
const wayIn = (): string => host.read(FIRST_START).trim();

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
    host.write(`${DATA}/data/system/local`, '');
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

  test('notes its version after each start, whoever noted the one before', () => {
    host.write(VERSION, '4.1.10\n');
    const before = statSync(host.inside(VERSION)).ino;
    expect(run('wait')).toEqual({ status: 0, stderr: '' });
    expect([host.read(VERSION), statSync(host.inside(VERSION)).ino === before]).toEqual(['5.0.9\n', false]);
  });

  test('is drained while all others are up', () => {
    host.says(NODETOOL, ring({ '10.0.0.1': 'UN', '10.0.0.2': 'UN' }), version('5.0.9'));
    expect(run('out', '5.0.9').status).toBe(0);
    expect(told()).toContain('nodetool drain');
    expect(told()).not.toContain('nodetool snapshot -t before-5.0.9');
  });

  test('keeps a snapshot before another version comes', () => {
    host.says(NODETOOL, ring({ '10.0.0.1': 'UN', '10.0.0.2': 'UN' }), version('4.1.10'));
    expect(run('out', '5.0.9').status).toBe(0);
    const order = told();
    expect(order.indexOf('nodetool snapshot -t before-5.0.9')).toBeGreaterThan(0);
    expect(order.indexOf('nodetool snapshot -t before-5.0.9')).toBeLessThan(order.indexOf('nodetool drain'));
  });

  test('is waited for where it is only starting, and keeps that snapshot too', () => {
    host.says(NODETOOL, ring({ '10.0.0.1': 'UN', '10.0.0.2': 'UN' }), version('4.1.10'));
    host.program(
      '/usr/local/bin/systemctl',
      `[ "$1" = is-active ] || exit 1
echo >>${host.folder}/asked
[ "$(wc -l <${host.folder}/asked)" -gt 3 ] || { echo activating; exit 3; }`,
    );
    expect(run('out', '5.0.9').status).toBe(0);
    expect(told()).toEqual(expect.arrayContaining(['nodetool snapshot -t before-5.0.9', 'nodetool drain']));
  });

  test.each(['DN', 'UJ', 'UL', 'DL'])('is not drained beside one that is %s', (state) => {
    host.says(NODETOOL, ring({ '10.0.0.1': state, '10.0.0.2': 'UN' }), version('5.0.9'));
    expect(run('out', '5.0.9')).toEqual({ status: 1, stderr: expect.stringContaining(`10.0.0.1 is ${state}`) });
    expect(told()).not.toContain('nodetool drain');
  });

  test('waits for a moment where another one has only just come back', () => {
    host.write(NODE_SETTINGS, `${host.read(NODE_SETTINGS)}patience=20\n`);
    const state = `$([ "$(grep -c status ${host.folder}/told)" -gt 1 ] && echo UN || echo DN)`;
    host.says(
      NODETOOL,
      ring({ '10.0.0.2': 'UN' }).replace('END\n', `END\n${state}  10.0.0.1  1 KiB\n`),
      version('5.0.9'),
    );
    expect(run('out', '5.0.9')).toEqual({ status: 0, stderr: '' });
    const asked = told().filter((words) => words.startsWith('nodetool'));
    expect(asked).toEqual(['nodetool status', 'nodetool status', 'nodetool version', 'nodetool drain']);
  });

  test('is not drained while nobody can say who is up', () => {
    host.says(NODETOOL, 'status) exit 1 ;;', version('5.0.9'));
    expect(run('out', '5.0.9')).toEqual({ status: 1, stderr: expect.stringContaining('nobody can say who is up') });
    expect(told()).not.toContain('nodetool drain');
  });

  test('knows how many copies there are of a keyspace', () => {
    const strategy = 'class=org.apache.cassandra.locator.NetworkTopologyStrategy';
    const simple = 'class=org.apache.cassandra.locator.SimpleStrategy replication_factor=3';
    host.program(CQL, `printf 'app\\t${strategy} dc1=3\\nold\\t${simple}\\nfar\\t${strategy} dc1=3 dc2=3\\n'`);
    expect(run('replicated', 'app=3').status).toBe(0);
    for (const other of ['app=2', 'old=3', 'far=3', 'new=3']) expect(run('replicated', other).status).toBe(1);
  });
});
