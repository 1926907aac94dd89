import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { BACKUP_PROGRAM } from './backup-program.ts';
import { CQL, DATA, NODETOOL, OUTGOING, SNAPSHOTS } from './places.ts';
import { HostFolder, version } from './testing/host-folder.ts';

/** The program that keeps and takes in, on a host that is a folder. */
let host: HostFolder;
beforeEach(() => {
  host = new HostFolder();
  host.program('/usr/local/bin/runuser', 'shift 3\nexec "$@"');
});
afterEach(() => host[Symbol.dispose]());

const run = (...words: readonly string[]) => host.run(BACKUP_PROGRAM, ...words);
const done = { status: 0, stderr: '' };
const table = `app/things-${'1'.repeat(32)}`;
const snapshotOf = (of: string): string => `${DATA}/data/${of}/snapshots/rolecall-backup`;
const names = (tar: string): readonly string[] =>
  spawnSync('tar', ['-tf', host.inside(tar)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((name) => !name.endsWith('/') && name !== '');

const TAKES = 'import) rm "$5"/* ;;';

/** What describes a schema: four columns with a tab between them, each row with a zero byte behind it. */
const schema = [
  ['app', 'keyspace', 'app', "CREATE KEYSPACE app WITH replication = {'dc1': '3'};"],
  ['app', 'type', 'kind', 'CREATE TYPE app.kind (\n    name text\n);'],
  [
    'app',
    'table',
    'things',
    'CREATE TABLE app.things (\n    key text PRIMARY KEY,\n    old int\n) WITH ID = 1;\nALTER TABLE app.things DROP old USING TIMESTAMP 7;\nALTER TABLE app.things ADD old text;',
  ],
  ['app', 'index', 'by_old', 'CREATE CUSTOM INDEX by_old ON app.things (old);'],
]
  .map((row) => `${row.join('\t')}\0`)
  .join('');

/** Holds fast what lies in the snapshot, with that schema. */
function hold(): void {
  host.write('schema', schema);
  host.says(CQL, `--zero) cat ${host.folder}/schema ;;`);
  host.says(NODETOOL, version('4.1.10'), TAKES);
  expect(run('hold')).toEqual(done);
}

describe('what a member has', () => {
  beforeEach(() => {
    for (const folder of [table, 'system_auth/roles-2', 'system/local-3', 'system_traces/events-4'])
      host.write(`${snapshotOf(folder)}/nb-1-big-Data.db`, folder);
    host.write(`${snapshotOf(table)}/.by_old/nb-1-big-Data.db`, 'an index');
    host.write(`${DATA}/data/${table}/nb-9-big-Data.db`, 'written since');
    host.write(`${DATA}/data/${table}/snapshots/other/nb-1-big-Data.db`, 'another snapshot');
  });

  test('is held fast anew each time, and then becomes one file: users among it, and nothing that comes about by itself', () => {
    hold();
    expect(host.told()).toEqual([
      'nodetool clearsnapshot -t rolecall-backup',
      'cassandra-cql --zero',
      'nodetool snapshot -t rolecall-backup',
      'nodetool version',
    ]);
    expect(run('pack', host.inside(OUTGOING))).toEqual(done);
    expect(names(OUTGOING)).toEqual([`${table}/nb-1-big-Data.db`, 'system_auth/roles-2/nb-1-big-Data.db', 'about']);
  });

  test('makes the same file when it is packed once more', () => {
    hold();
    const sums = ['once', 'again'].map((name) => {
      expect(run('pack', host.inside(`${SNAPSHOTS}/${name}`))).toEqual(done);
      return spawnSync('sha256sum', [host.inside(`${SNAPSHOTS}/${name}`)], { encoding: 'utf8' }).stdout.slice(0, 64);
    });
    expect(sums[0]).toBe(sums[1]);
  });

  test('is not packed where nothing is held fast any longer', () => {
    hold();
    expect(run('let-go')).toEqual(done);
    expect(run('pack', host.inside(OUTGOING))).toEqual({
      status: 1,
      stderr: expect.stringContaining('db-2 holds nothing fast any longer'),
    });
    expect(existsSync(host.inside(OUTGOING))).toBe(false);
  });

  test('is taken in table by table, whoever owns it, and nothing of it is left lying', () => {
    hold();
    run('pack', host.inside(OUTGOING));
    expect(run('take-in', host.inside(OUTGOING))).toEqual(done);
    const coming = host.inside(`${DATA}/coming`);
    expect(host.told().slice(4)).toEqual([
      'nodetool disableautocompaction',
      `nodetool import -t app things ${coming}/${table}`,
      `nodetool import -t system_auth roles ${coming}/system_auth/roles-2`,
    ]);
    expect([existsSync(coming), existsSync(host.inside(OUTGOING))]).toEqual([false, false]);
  });

  test('is kept where Cassandra takes a part of it only', () => {
    hold();
    run('pack', host.inside(OUTGOING));
    host.says(NODETOOL, 'import) [ "$4" = things ] || rm "$5"/* ;;');
    expect(run('take-in', host.inside(OUTGOING))).toEqual({
      status: 1,
      stderr: expect.stringMatching(/did not take all of it: .*things/),
    });
    expect(existsSync(host.inside(OUTGOING))).toBe(true);
  });
});

describe('the schema of a backup', () => {
  const sealed = `${SNAPSHOTS}/sealed.tar`;
  const makes = (...parts: readonly string[]) => {
    host.says(CQL, `--zero) cat >${host.folder}/statements ;;`);
    return run('schema', host.inside(sealed), ...parts);
  };
  beforeEach(() => {
    hold();
    expect(run('seal', host.inside(sealed), 'a.tar', 'b.tar')).toEqual(done);
  });

  test('is made of what is not there yet, each statement by itself', () => {
    expect(makes('a.tar', 'b.tar')).toEqual(done);
    expect(host.read('statements').split('\0')).toEqual([
      "CREATE KEYSPACE IF NOT EXISTS app WITH replication = {'dc1': '3'};",
      'CREATE TYPE IF NOT EXISTS app.kind (\n    name text\n);',
      'CREATE TABLE IF NOT EXISTS app.things (\n    key text PRIMARY KEY,\n    old int\n) WITH ID = 1;',
      'ALTER TABLE app.things DROP IF EXISTS old USING TIMESTAMP 7;',
      'ALTER TABLE app.things ADD IF NOT EXISTS old text;',
      'CREATE CUSTOM INDEX IF NOT EXISTS by_old ON app.things (old);',
      '',
    ]);
    expect(readdirSync(host.inside(SNAPSHOTS)).sort()).toEqual(['held', 'sealed.tar']);
  });

  test('has no more copies than it is told', () => {
    host.says(CQL, `--zero) cat >${host.folder}/statements ;;`);
    expect(run('schema', '--copies=1', host.inside(sealed), 'a.tar', 'b.tar')).toEqual(done);
    expect(host.read('statements')).toContain("app WITH replication = {'dc1': '1'};");
  });

  test.each<[string, readonly string[], string, RegExp]>([
    ['without all parts', ['a.tar'], '', /has the parts a.tar b.tar, and these were given: a.tar/],
    [
      'in another datacenter',
      ['a.tar', 'b.tar'],
      'datacenter=dc2',
      /in the datacenter dc1, and this one is called dc2/,
    ],
    ['by an older version', ['a.tar', 'b.tar'], 'version=4.0.12', /is of 4.1.10, which 4.0.12 cannot read/],
  ])('is not made %s', (_, parts, known, says) => {
    host.write('/etc/cassandra/node.conf', `${host.read('/etc/cassandra/node.conf')}${known}\n`);
    expect(makes(...parts)).toEqual({ status: 1, stderr: expect.stringMatching(says) });
    expect(host.read('statements')).toBe('');
  });
});

test('what was taken in ends with what the member owns, and with compaction as usual', () => {
  expect(run('settle')).toEqual(done);
  expect(host.told()).toEqual(['nodetool cleanup', 'nodetool enableautocompaction']);
});
