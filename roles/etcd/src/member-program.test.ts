import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEMBER_PROGRAM } from './member-program.ts';
import { CONFIG, DATA, MEMBER_SETTINGS, PROGRAMS } from './places.ts';

/** The program on a member in a folder of its own, with an etcdctl that has a list of members and notes what it was told. */
let folder = '';
const inside = (path: string): string => join(folder, path);
const PEER = 'https://10.0.0.2:2380';
const FIRST = '1a, started, kv-1, https://10.0.0.1:2380, https://10.0.0.1:2379, false';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-etcd-'));
  for (const path of [DATA, '/etc/etcd', PROGRAMS, '/bin']) mkdirSync(inside(path), { recursive: true });
  writeFileSync(
    inside(MEMBER_SETTINGS),
    `name=kv-2\npeer=${PEER}\nhere=https://127.0.0.1:2379\nothers=https://10.0.0.1:2379\ntoken=one\nkeep=2\n`,
  );
  writeFileSync(inside(CONFIG), 'initial-cluster-token: one\ninitial-cluster-state: existing\ninitial-cluster: ""\n');
  program('/bin/systemctl', 'exit 0');
  knows(FIRST);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = (path: string, text: string): void =>
  writeFileSync(inside(path), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

/** Lets etcdctl know these members; so many removals fail first. Who is added stands behind them and was never started. */
function knows(list: string, refusals = 0): void {
  writeFileSync(inside('members'), `${list}\n`);
  program(
    `${PROGRAMS}/etcdctl`,
    `shift 3
echo "$*" >>${folder}/told
case "$*" in
  'member list') cat ${folder}/members ;;
  'member add '*) echo "2b, unstarted, , ${PEER}, , true" >>${folder}/members ;;
  'member remove '*) [ "$(grep -c 'member remove' ${folder}/told)" -gt ${refusals} ] || { echo 'etcdserver: request timed out' >&2; exit 1; } ;;
esac`,
  );
}

function run(...words: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const input = MEMBER_PROGRAM.replaceAll(/(?<![\w.])\/(etc|opt|var)\//g, `${folder}/$1/`);
  const PATH = `${inside('/bin')}:${process.env.PATH}`;
  const { status, stderr } = spawnSync('sh', ['-s', ...words], { input, encoding: 'utf8', env: { PATH } });
  return { status, stderr };
}
const told = (): readonly string[] =>
  existsSync(inside('told')) ? readFileSync(inside('told'), 'utf8').trim().split('\n') : [];
const config = (): string => readFileSync(inside(CONFIG), 'utf8');

describe('a host without data', () => {
  const joined = `initial-cluster-token: one\ninitial-cluster-state: existing\ninitial-cluster: "kv-1=https://10.0.0.1:2380,kv-2=${PEER}"\n`;

  test.each([
    ['of this role', 'initial-cluster-token: one\ninitial-cluster-state: existing\ninitial-cluster: ""\n'],
    [
      'of a cluster that it was in before',
      'initial-cluster-token: former\ninitial-cluster-state: existing\ninitial-cluster: "kv-2=https://10.0.0.2:2380"\n',
    ],
    ['without a word of its cluster', ''],
  ])('joins as a learner of its own cluster, with a configuration %s', (_, had) => {
    writeFileSync(inside(CONFIG), `name: kv-2\n${had}`);
    expect(run('may-start').status).toBe(1);
    expect(run('take-part', 'join')).toEqual({ status: 0, stderr: '' });
    expect(told()).toContain(`member add kv-2 --learner --peer-urls=${PEER}`);
    expect(config()).toBe(`name: kv-2\n${joined}`);
    expect(run('may-start').status).toBe(0);
  });

  test('founds where it is told to, and no second time once it votes', () => {
    expect(run('take-part', 'found').status).toBe(0);
    expect(config()).toContain(`initial-cluster-state: new\ninitial-cluster: "kv-2=${PEER}"\n`);
    expect(run('may-start').status).toBe(0);
    knows(`2b, started, kv-2, ${PEER}, https://10.0.0.2:2379, false`);
    mkdirSync(inside(`${DATA}/member/wal`), { recursive: true });
    writeFileSync(inside(`${DATA}/member/wal/0.wal`), '');
    expect(run('settled').status).toBe(1);
    expect(run('settle').status).toBe(0);
    expect(run('settled').status).toBe(0);
    rmSync(inside(`${DATA}/member`), { recursive: true });
    expect(run('may-start').status).toBe(1);
  });

  test('does not come back under the name of a member that had data', () => {
    knows(`${FIRST}\n2b, started, kv-2, ${PEER}, https://10.0.0.2:2379, false`);
    expect(run('take-part', 'join')).toMatchObject({ status: 1, stderr: expect.stringContaining("replace: ['kv-2']") });
    expect(told()).toEqual(['member list']);
  });
});

describe('another member', () => {
  const lost = '3c, started, kv-3, https://10.0.0.3:2380, https://10.0.0.3:2379, false';

  test('is taken out, also where the cluster refuses that for a moment', () => {
    knows(`${FIRST}\n${lost}`, 1);
    expect(run('take-out', 'kv-3', 'https://10.0.0.3:2380').status).toBe(0);
    expect(told()).toEqual(['member list', 'member remove 3c', 'member list', 'member remove 3c']);
  });

  test('that is none is left alone', () => {
    expect(run('take-out', 'kv-3', 'https://10.0.0.3:2380').status).toBe(0);
    expect(told()).toEqual(['member list']);
  });
});
