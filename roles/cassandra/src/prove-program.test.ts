import { spawnSync } from 'node:child_process';
import { CQL, DATA, NODE_SETTINGS } from './places.ts';
import { PROVE_PROGRAM } from './prove-program.ts';
import { HostFolder } from './testing/host-folder.ts';

/** The program that proves, with files whose dump is their text, and a cluster that answers what a test wants. */
let host: HostFolder;
beforeEach(() => {
  host = new HostFolder();
  host.write(NODE_SETTINGS, `java=${host.folder}/java\nrelease=/opt/cassandra/current\n`);
  host.write('java/bin/.keep', '');
  host.program('java/bin/java', 'cat "$6"');
});
afterEach(() => host[Symbol.dispose]());

const run = (...words: readonly string[]) => host.ran(['perl', '-'], PROVE_PROGRAM, words);
const ID = '1'.repeat(32);
const hex = (text: string): string => Buffer.from(text).toString('hex');
const LIVE = '"liveness_info":{"tstamp":"t"}';
const DELETED = '"deletion_info":{"marked_deleted":"t","local_delete_time":"t"}';
const row = (more: string, cells = '') => `{"type":"row","position":9,"clustering":["a"],${more}"cells":[${cells}]}`;
const lives = row(`${LIVE},`);
const partition = (key: string, rows: readonly string[], more = ''): string =>
  `{"partition":{"key":["${key}"],"position":0${more}},"rows":[${rows.join(',')}]}\n`;

/** As in an index: each key, where it is in the data, and a part to be skipped. */
const index = (keys: readonly string[], skipped: number): Buffer =>
  Buffer.concat(
    keys.map((key) => {
      const length = Buffer.from([0, Buffer.byteLength(key)]);
      return Buffer.concat([length, Buffer.from(key), Buffer.from([0x81, 0x02, skipped]), Buffer.alloc(skipped, 0xff)]);
    }),
  );

/** Makes a part of a backup with one file of app.things, and lets it be measured. */
function measure(name: string, partitions: Readonly<Record<string, string>>, skipped = 0) {
  const file = `${DATA}/${name}/app/things-${ID}/nb-1-big`;
  host.write(`${file}-Data.db`, Object.values(partitions).join(''));
  host.write(`${file}-Index.db`, index(Object.keys(partitions), skipped));
  spawnSync('tar', ['-C', host.inside(`${DATA}/${name}`), '-cf', host.inside(`${DATA}/${name}.tar`), 'app']);
  return run('measure', host.inside(`${DATA}/${name}.tar`));
}

/** The cluster has these keys, one for each row. */
function answers(...keys: readonly string[]): void {
  const schema = 'app\\tthings\\tpartition_key\\t0\\tkey\\napp\\tthings\\tregular\\t-1\\tvalue\\n';
  const rows = keys.map((key) => `${hex(key)}\\n`).join('');
  host.program(
    CQL,
    `echo "$*" >>${host.folder}/told; case "$*" in *--keys*) cat >>${host.folder}/told; printf '${rows}' ;; *) printf '${schema}' ;; esac`,
  );
}

const done = { status: 0, stdout: '', stderr: '' };
const one = { a: partition('a', [lives, lives]), b: partition('b', [lives]) };

test('what the files of all former members have and all copies answer is counted', () => {
  expect(measure('m-1', one)).toEqual(done);
  expect(measure('m-2', { c: partition('c', [lives]), a: partition('a', [lives]) }, 3)).toEqual(done);
  answers('b', 'a', 'c', 'a', 'later');
  expect(run('all', 'm-1.tar', 'm-2.tar')).toEqual({
    ...done,
    stdout: '3 partitions with 4 rows in 1 tables, of 2 former members, from all copies\n',
  });
  expect(host.told()).toContain('--keys --consistency ALL');
  expect(host.told()).toContain('SELECT "key" FROM "app"."things"');
});

test.each<[string, readonly string[], RegExp]>([
  ['a partition', ['a', 'a'], /app\.things: the backup has 1 rows with the key 62, and the cluster 0/],
  ['a row of one', ['a', 'b'], /app\.things: the backup has 2 rows with the key 61, and the cluster 1/],
  ['everything', [], /2 partitions of the backup are not back as they were/],
])('where %s is missing it is not proven', (_, keys, says) => {
  measure('m-1', one);
  answers(...keys);
  expect(run('all', 'm-1.tar')).toEqual({ ...done, status: 1, stderr: expect.stringMatching(says) });
});

test.each<[string, string]>([
  ['all of it', partition('b', [], `,${DELETED}`)],
  ['a row of it', partition('b', [row(`${DELETED},`)])],
  ['a range of it', partition('b', [`{"type":"range_tombstone_bound","start":{"type":"inclusive",${DELETED}}}`])],
  ['the only value of a row without a key of its own', partition('b', [row('', `{"name":"x",${DELETED}}`)])],
])('what may be gone since some member knew that %s was deleted is not missed', (_, deleted) => {
  measure('m-1', one);
  measure('m-2', { b: deleted });
  answers('a', 'a');
  expect(run('all', 'm-1.tar', 'm-2.tar')).toEqual({
    ...done,
    stdout:
      '1 partitions with 2 rows in 1 tables, of 2 former members, from all copies; 1 more were deleted, or have expired\n',
  });
});

test('a row that may have expired is not missed, and one of which a value was deleted is', () => {
  const ttl = row('"liveness_info":{"tstamp":"t","ttl":60,"expires_at":"t","expired":true},');
  measure('m-1', { a: partition('a', [ttl]), b: partition('b', [row(`${LIVE},`, `{"name":"x",${DELETED}}`)]) });
  answers('a');
  expect(run('all', 'm-1.tar').stderr).toMatch(/^app\.things: the backup has 1 rows with the key 62/);
});

test('words in values that look like marks are none', () => {
  const value = JSON.stringify('"deletion_info":{"ttl":1},{"type":"row","cells":[');
  measure('m-1', { a: partition('a', [row(`${LIVE},`, `{"name":"x","value":${value}}`)]) });
  answers();
  expect(run('all', 'm-1.tar').stderr).toContain('the backup has 1 rows with the key 61, and the cluster 0');
});

test('a part that was not measured is missed', () => {
  measure('m-1', one);
  answers('a', 'a', 'b');
  expect(run('all', 'm-1.tar', 'm-2.tar').stderr).toBe('what m-2.tar has was not measured\n');
});

test('an index that does not fit its data is refused', () => {
  host.program('java/bin/java', 'head -n 1 "$6"');
  expect(measure('m-1', one)).toMatchObject({ status: 1, stderr: expect.stringContaining('has more partitions') });
});
