import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksum } from '../artifacts/cache.ts';
import { enrol, out, until } from './harness/fleet.ts';
import { sampleDown, writeAndRead } from './harness/load.ts';
import { HOSTS, type MinioFleet, startMinioFleet } from './harness/minio-fleet.ts';
import { type Account, rootOf, type S3Client, s3Client } from './harness/s3-client.ts';

/** What changes a running MinIO, under a client that tries again. Each test takes up what the one before it left. */
let minio: MinioFleet;
let root: Account;
let client: S3Client;

const applied = async (...changes: readonly (readonly [string, string])[]) => {
  using site = minio.site(...changes);
  return await minio.apply(site.path);
};
const keysOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(6, '0')}`);
const servers = () => new Map(HOSTS.map((host) => [host, { host: minio.fleet.host(host).address, port: 9000 }]));

/** What a client met and which servers were down at once, while something was done. */
async function under(prefix: string, work: () => Promise<unknown>) {
  const load = writeAndRead(client, prefix);
  const down = sampleDown(servers());
  await work();
  const [met, samples] = await Promise.all([load.stop(), down.stop()]);
  return { ...met, ...samples };
}

beforeAll(async () => {
  minio = await startMinioFleet();
  await applied();
  root = await rootOf(minio.fleet, 'm-1');
  client = await s3Client(minio.fleet, HOSTS, 'assets', root);
}, 1_800_000);

afterAll(async () => {
  client?.[Symbol.dispose]();
  await minio?.fleet.remove();
}, 120_000);

test('a setting of single servers goes round one at a time, and no write or read has to wait for long', async () => {
  const { failed, acknowledged, most, who } = await under('rolled/', () =>
    applied(['openFiles: 16_384', 'openFiles: 16_000']),
  );
  expect([failed, most, [...who].sort()]).toEqual([[], 1, [...HOSTS]]);
  expect(await client.count('rolled/')).toBe(acknowledged);
  for (const host of HOSTS)
    expect(await out(minio.fleet.host(host), 'systemctl', 'show', 'minio')).toContain('LimitNOFILE=16000');
  // What was written while a member was away was brought to it: else the loss of another one would leave too little of it.
  for (const host of HOSTS) {
    await out(minio.fleet.host(host), 'systemctl', 'stop', 'minio');
    const others = HOSTS.filter((other) => other !== host);
    using rest = await s3Client(minio.fleet, others, 'assets', root, 15_000);
    const lost: string[] = [];
    for (const key of keysOf('rolled/', acknowledged)) if ((await rest.get(key).catch(String)) !== key) lost.push(key);
    await out(minio.fleet.host(host), 'systemctl', 'start', 'minio');
    expect([host, lost]).toEqual([host, []]);
  }
}, 1_200_000);

test('a member is not stopped while another one is away', async () => {
  await out(minio.fleet.host('m-2'), 'systemctl', 'stop', 'minio');
  try {
    const refused = await minio.fleet
      .host('m-1')
      .exec(['/usr/local/lib/rolecall/minio-member', 'may-stop'], { timeoutMs: 180_000 });
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('would lose its write quorum')]);
  } finally {
    await out(minio.fleet.host('m-2'), 'systemctl', 'start', 'minio');
  }
  const may = await minio.fleet.host('m-1').exec(['/usr/local/lib/rolecall/minio-member', 'may-stop']);
  expect(may.exitCode).toBe(0);
}, 600_000);

test('a setting that all must share is one restart of all, and nothing that was acknowledged is lost', async () => {
  const { failed, acknowledged, who } = await under('shared/', async () => {
    const done = await applied(["MINIO_API_REQUESTS_MAX: '400'", "MINIO_API_REQUESTS_MAX: '500'"]);
    expect(done.stdout).toMatch(/restarted at the same time.*file:\/etc\/minio\/shared\.env/);
  });
  expect([failed, [...who].sort()]).toEqual([[], [...HOSTS]]);
  expect(await client.count('shared/')).toBe(acknowledged);
}, 1_200_000);

test('another program is on every host before it takes its place on all at once, with an agent killed in the middle', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-minio-'));
  try {
    // What follows the end of a program is not read: the same one, with another checksum.
    const path = join(folder, 'minio');
    copyFileSync(minio.server.path, path);
    appendFileSync(path, 'another');
    await minio.add(path);
    const changes = [
      [minio.server.sha256, await checksum(path)],
      ["version: '2026-02-12'", "version: '2026-02-13'"],
    ] as const;
    const { failed, acknowledged } = await under('upgraded/', async () => {
      const applying = applied(...changes);
      const staged = async (host: string) =>
        (await minio.fleet.host(host).exec(['test', '-e', '/opt/minio/2026-02-13'])).exitCode === 0;
      await until('it is on one host', async () => (await Promise.all(HOSTS.map(staged))).includes(true), 300_000);
      await out(minio.fleet.host('m-2'), 'systemctl', 'kill', '--signal=KILL', '--kill-who=main', 'rolecall-agent');
      await applying;
    });
    expect(failed).toEqual([]);
    expect(await client.count('upgraded/')).toBe(acknowledged);
    for (const host of HOSTS) {
      expect(await out(minio.fleet.host(host), 'readlink', '/opt/minio/current')).toBe('2026-02-13\n');
      expect(
        await out(minio.fleet.host(host), 'sh', '-c', 'readlink /proc/$(systemctl show -P MainPID minio)/exe'),
      ).toContain('/opt/minio/2026-02-13/');
    }
    expect((await applied(...changes)).stdout).not.toMatch(/changed|failed/);
    await applied();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 1_800_000);

test('a dead host is replaced by a fresh one with its name and address, and healed: every object is there', async () => {
  const before = await client.count('');
  await minio.fleet.host('m-2').rebuild();
  await enrol(minio.fleet.controller, minio.fleet.host('m-2'));
  const { failed, acknowledged } = await under('replaced/', () => applied());
  expect(failed).toEqual([]);
  expect(await client.count('')).toBe(before + acknowledged);
  await until(
    'all drives are healed',
    async () =>
      !(await out(minio.fleet.host('m-1'), '/usr/local/lib/rolecall/minio-member', 'whole')).includes('healing'),
    300_000,
  );
  // Everything is there also where another host is away: the fresh one has its part.
  await minio.fleet.host('m-3').kill();
  using rest = await s3Client(minio.fleet, ['m-2'], 'assets', root);
  expect(await rest.count('')).toBe(before + acknowledged);
  for (const prefix of ['rolled/', 'shared/', 'upgraded/', 'replaced/']) {
    for (const key of keysOf(prefix, 20)) expect(await rest.get(key)).toBe(key);
  }
  await minio.fleet.host('m-3').start();
  await until('the host is linked', async () => !(await minio.fleet.cli(['hosts'])).stdout.includes('away'));
  expect((await applied()).stdout).not.toMatch(/changed|failed/);
}, 1_800_000);
