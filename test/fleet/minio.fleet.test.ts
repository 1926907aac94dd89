import type { CommandResult } from '../lab/machine/command.ts';
import type { ChangedSite } from './harness/changed-site.ts';
import { type Fleet, out } from './harness/fleet.ts';
import { HOSTS, type MinioFleet, startMinioFleet } from './harness/minio-fleet.ts';
import { rootOf, s3Client } from './harness/s3-client.ts';
import { snapshot } from './harness/snapshot.ts';

/** The example on three real hosts, with the real MinIO. */
let minio: MinioFleet;
let fleet: Fleet;
let example: ChangedSite;
let first: CommandResult;

beforeAll(async () => {
  minio = await startMinioFleet();
  fleet = minio.fleet;
  example = minio.site();
  first = await fleet.cli(['apply', example.path, '-y'], { timeoutMs: 600_000 });
}, 1_800_000);

afterAll(async () => {
  example?.[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

describe('the MinIO example on three hosts', () => {
  test('one apply brings a cluster of all six drives, with quorums to write and to read', async () => {
    expect([first.exitCode, first.stdout, first.stderr]).toEqual([0, expect.anything(), expect.anything()]);
    for (const host of HOSTS) {
      const whole = await out(fleet.host(host), '/usr/local/lib/rolecall/minio-member', 'whole');
      expect(whole.match(/^server online /gm)).toHaveLength(3);
      expect(whole.match(/^drive ok /gm)).toHaveLength(6);
    }
    const info = await minio.mc('m-3', 'admin', 'info', 'here');
    expect(JSON.parse(info)).toMatchObject({
      info: { backend: { onlineDisks: 6, standardSCParity: 3, totalSets: [1], totalDrivesPerSet: [6] } },
    });
  });

  test('an object that was put on one host is read from another, and nothing is answered without TLS', async () => {
    const root = await rootOf(fleet, 'm-1');
    using one = await s3Client(fleet, ['m-1'], 'assets', root);
    using other = await s3Client(fleet, ['m-3'], 'assets', root);
    const value = 'x'.repeat(1_000_000);
    await one.put('crossing', value);
    expect(await other.get('crossing')).toBe(value);
    const { address } = fleet.host('m-2');
    const plain = await fleet.host('m-1').exec(['curl', '-sS', `http://${address}:9000/assets/crossing`]);
    expect(plain.stdout).not.toContain('xxx');
  });

  test('buckets, policies and users are as declared, and a user may do what its policy says and no more', async () => {
    const password = (await fleet.host('m-2').readFile('/etc/minio/mc/config.json')) as string;
    const account = { user: 'cargohold', password: JSON.parse(password).aliases['user-cargohold'].secretKey as string };
    using assets = await s3Client(fleet, HOSTS, 'assets', account);
    await assets.put('of-cargohold', 'an asset');
    expect(await assets.get('of-cargohold')).toBe('an asset');
    using backups = await s3Client(fleet, HOSTS, 'backups', account);
    await expect(backups.put('of-cargohold', 'x')).rejects.toThrow(/403.*AccessDenied/s);

    using pub = await s3Client(fleet, HOSTS, 'public', await rootOf(fleet, 'm-1'));
    await pub.put('page', 'for all');
    const url = (bucket: string, name: string) => `https://m-3:9000/${bucket}/${name}`;
    const get = (bucket: string, name: string) =>
      fleet.host('m-1').exec(['curl', '-sS', '--cacert', '/etc/minio/certs/CAs/authority.crt', url(bucket, name)]);
    expect((await get('public', 'page')).stdout).toBe('for all');
    expect((await get('assets', 'of-cargohold')).stdout).toContain('AccessDenied');
    expect(JSON.parse(await minio.mc('m-1', 'version', 'info', 'here/assets'))).toMatchObject({
      versioning: { status: 'Enabled' },
    });
  });

  test('a second apply finds every instance and every check ok and writes nothing on any host', async () => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    const done = await minio.apply(example.path);
    expect(done.stdout).not.toMatch(/changed|failed|skipped|unreachable/);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  test('a bucket that somebody removed and a policy that somebody took away come back', async () => {
    await minio.mc('m-2', 'rb', 'here/backups');
    await minio.mc('m-2', 'admin', 'policy', 'detach', 'here', 'assets-of-cargohold', '--user', 'cargohold');
    await minio.mc('m-2', 'admin', 'policy', 'attach', 'here', 'readwrite', '--user', 'cargohold');
    const done = await minio.apply(example.path);
    expect(done.stdout).toMatch(/minio\.bucket-backups.*changed/);
    expect(done.stdout).toMatch(/minio\.grant-cargohold.*changed/);
    expect(JSON.parse(await minio.mc('m-3', 'admin', 'user', 'info', 'here', 'cargohold'))).toMatchObject({
      policyName: 'assets-of-cargohold',
    });
    expect((await minio.apply(example.path)).stdout).not.toMatch(/changed|failed/);
  });

  const refusals: readonly (readonly [string, readonly (readonly [string, string])[], RegExp])[] = [
    [
      'a host that is taken out of the list',
      [["const members = ['m-1', 'm-2', 'm-3']", "const members = ['m-1', 'm-2']"]],
      /pool 1 of MinIO .*m-1, m-2, m-3.* cannot become another one: to grow, add a pool/,
    ],
    [
      'another drive',
      [['onSystemDisk: true', "onSystemDisk: true, drives: ['/var/lib/minio/1', '/var/lib/minio/3']"]],
      /pool 1 of MinIO .* cannot become another one: to grow, add a pool: pools: \[\{ hosts: \['m-1', 'm-2', 'm-3'\] \}/,
    ],
    ['another parity', [['onSystemDisk: true', 'onSystemDisk: true, parity: 2']], /parity of minio@m-\d has been 3/],
    [
      'a parity that a host is not worth',
      [['onSystemDisk: true', 'onSystemDisk: true, parity: 1']],
      /only 1 may be lost/,
    ],
  ];

  test.each(refusals)('%s is refused in one sentence, and nothing is touched', async (_, changes, says) => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    using bad = minio.site(...changes);
    const done = await fleet.cli(['apply', bad.path, '-y']);
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(done.stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  const impossible: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'a host of another name',
      ['replace', 'minio@m-2', 'm-4'],
      /so no host of another name takes their place: bring up/,
    ],
    ['a move', ['move', 'minio@m-2', 'm-4'], /bring up the other machine under the same name/],
    ['a host less', ['decommission', 'minio@m-3'], /a pool of MinIO keeps the hosts/],
    ['a member that answers', ['replace', 'minio@m-2'], /m-2 takes no part in its cluster: it answers/],
  ];

  test.each(impossible)('%s in a recipe is refused in one sentence, and nothing is touched', async (_, words, says) => {
    const before = await Promise.all(fleet.lab.hosts.map(snapshot));
    const done = await fleet.cli([...words, '-y']);
    expect([done.exitCode, done.stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(done.stderr.trim().split('\n')).toHaveLength(1);
    expect(await Promise.all(fleet.lab.hosts.map(snapshot))).toEqual(before);
  });

  test('no password stands in a list of processes, a unit, a journal or the log of the controller', async () => {
    const { password } = await rootOf(fleet, 'm-1');
    for (const host of HOSTS) {
      const seen = await out(
        fleet.host(host),
        'sh',
        '-c',
        'cat /etc/systemd/system/minio.service /etc/minio/shared.env; systemctl show minio; journalctl --no-pager; ps axww',
      );
      expect(seen).toContain('minio server');
      expect(seen).not.toContain(password);
    }
    expect(fleet.controller.log()).not.toContain(password);
  });
});
