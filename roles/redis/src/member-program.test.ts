import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEMBER_PROGRAM } from './member-program.ts';
import { MEMBER_SETTINGS, USERS } from './places.ts';

/**
 * In the place of redis-cli, a cluster as far as it matters who hears of whom: a sentinel knows everybody that talks, and each replica of the
 * primary 10.0.0.1, until it is reset; who still talks is heard of again. What runs stands in `follows` (whom) and `talks`; nobody has a link
 * to what does not run.
 */
const CLUSTER = `#!/bin/sh
host=10.0.0.1
while :; do case "$1" in -e) shift ;; -h) host=$2; shift 2 ;; -p) port=$2; shift 2 ;; *) break ;; esac; done
cd "$(dirname "$0")/../cluster" || exit 1
hears() {
  { cat "knows/$host"; ls talks | grep -vxF "$host" | sed 's/$/ 26379/'; grep -lx 10.0.0.1 follows/* | sed 's/.*\\///; s/$/ 6379/'; } |
    sort -u >"knows/$host.new"
  mv "knows/$host.new" "knows/$host"
}
tell() { sed -n "s/\\(.*\\) $1$/ip\\n\\1\\nport\\n$1/p" "knows/$host"; }
case "$port $*" in
  '26379 sentinel get-master-addr-by-name main') cat follows/10.0.0.1 2>/dev/null || echo 10.0.0.1 ;;
  '26379 sentinel master main')
    hears
    printf 'quorum\\n2\\nnum-other-sentinels\\n%s\\nnum-slaves\\n%s\\n' "$(grep -c ' 26379$' "knows/$host")" "$(grep -c ' 6379$' "knows/$host")" ;;
  '26379 sentinel sentinels main') tell 26379 ;;
  '26379 sentinel replicas main') tell 6379 ;;
  '26379 sentinel reset main') : >"knows/$host" ;;
  '26379 sentinel remove main') rm -f "talks/$host" ;;
  '26379 sentinel monitor main 10.0.0.1 6379 2') ;;
  '6379 replicaof no one') rm -f "follows/$host" ;;
  '6379 replicaof 10.0.0.1 6379') echo 10.0.0.1 >"follows/$host" ;;
  '6379 config rewrite') ;;
  '6379 config get min-replicas-to-write') printf 'min-replicas-to-write\\n1\\n' ;;
  '6379 role')
    [ -e "follows/$host" ] || exec echo master
    to=$(cat "follows/$host")
    [ -e "talks/$to" ] && link=connected || link=connect
    printf 'slave\\n%s\\n6379\\n%s\\n0\\n' "$to" "$link" ;;
  '6379 info replication')
    [ -e "follows/$host" ] && printf 'role:slave\\r\\nmaster_host:%s\\r\\n' "$(cat "follows/$host")" && exit
    printf 'role:master\\r\\n'
    grep -lx "$host" follows/* | sed 's/.*\\/\\(.*\\)/slave0:ip=\\1,port=6379,state=online,offset=1,lag=0\\r/' ;;
  *) exit 1 ;;
esac
`;

let folder: string;
const path = (...names: readonly string[]): string => join(folder, ...names);
const at = (last: number): string => `10.0.0.${last}`;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-redis-'));
  for (const name of ['bin', 'cluster/knows', 'cluster/talks', 'cluster/follows'])
    mkdirSync(path(name), { recursive: true });
  writeFileSync(path('bin/redis-cli'), CLUSTER, { mode: 0o755 });
  for (const name of ['sleep', 'systemctl']) writeFileSync(path('bin', name), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(path('users.acl'), 'user default on >secret ~* &* +@all\n');
  const peers = [1, 2, 3].map(at).join(' ');
  const settings = `address=10.0.0.1\npeers='${peers}'\nport=6379\nsentinel_port=26379\nquorum=2\nkeep=8\ntls=''\n`;
  writeFileSync(path('member.conf'), settings);
  const program = MEMBER_PROGRAM.replaceAll(MEMBER_SETTINGS, path('member.conf')).replaceAll(USERS, path('users.acl'));
  writeFileSync(path('redis-member'), program, { mode: 0o755 });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A host with a sentinel that knows these others, and a server that follows somebody. */
function runs(last: number, knows: readonly number[], follows: number | null): void {
  writeFileSync(path('cluster/talks', at(last)), '');
  const lines = knows.flatMap((one) => [`${at(one)} 26379\n`, ...(one === 1 ? [] : [`${at(one)} 6379\n`])]);
  writeFileSync(path('cluster/knows', at(last)), lines.join(''));
  if (follows !== null) writeFileSync(path('cluster/follows', at(last)), `${at(follows)}\n`);
}
const member = (task: string) =>
  spawnSync('sh', [path('redis-member'), task], {
    env: { PATH: `${path('bin')}:${process.env.PATH}` },
    encoding: 'utf8',
    timeout: 60_000,
  });
const follows = (last: number): string | null =>
  existsSync(path('cluster/follows', at(last))) ? readFileSync(path('cluster/follows', at(last)), 'utf8').trim() : null;

describe('all sentinels come to agree', () => {
  test('though members that left still run, and are taken away only later', () => {
    const all = [1, 2, 3, 4, 5];
    for (const one of all)
      runs(
        one,
        all.filter((other) => other !== one),
        one === 1 ? null : 1,
      );
    expect(member('agreed').status).toBe(1);
    expect(member('agree')).toMatchObject({ status: 0, stderr: '' });
    expect(member('agreed').status).toBe(0);
    expect([2, 3, 4, 5].map(follows)).toEqual([at(1), at(1), null, null]);
  }, 90_000);

  test('where a member that is back follows who was primary once', () => {
    runs(1, [2, 3], null);
    runs(2, [1, 3], 1);
    runs(3, [1, 2], 2);
    for (const one of [1, 2, 3]) writeFileSync(path('cluster/knows', at(one)), `${at(2)} 6379\n`);
    expect(member('agree')).toMatchObject({ status: 0, stderr: '' });
    expect([2, 3].map(follows)).toEqual([at(1), at(1)]);
  }, 90_000);

  test('and nobody is told anything where they do', () => {
    runs(1, [2, 3], null);
    runs(2, [1, 3], 1);
    runs(3, [1, 2], 1);
    expect(member('agree')).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(path('cluster/talks', at(3)))).toBe(true);
  });
});

describe('a replica is ready to be stopped', () => {
  const ready = () => member('ready').status === 0;

  test('while another one is in step with the primary', () => {
    runs(2, [1, 3], null);
    runs(1, [2, 3], 2);
    runs(3, [1, 2], 2);
    expect(ready()).toBe(true);
  });

  test('not while the primary takes writes for it alone, as when it was primary a moment ago', () => {
    runs(2, [1, 3], null);
    runs(1, [2, 3], 2);
    runs(3, [1, 2], 1);
    expect(ready()).toBe(false);
    expect(member('make-ready')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('without 10.0.0.1 too few replicas are in step with the primary 10.0.0.2'),
    });
    runs(3, [1, 2], 2);
    expect(member('make-ready')).toMatchObject({ status: 0, stderr: '' });
  }, 90_000);

  test('where it has no link to the primary, which then has nothing of it', () => {
    runs(1, [2, 3], 2);
    expect(ready()).toBe(true);
  });
});
