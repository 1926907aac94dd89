import { appendFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checksum } from '../artifacts/cache.ts';
import { addArtifacts } from './harness/commands.ts';
import { during, enrol, type Fleet, out, until } from './harness/fleet.ts';
import { downFor, killAgent, killBoth } from './harness/kill.ts';
import type { KeyValue, Samples } from './harness/load.ts';
import { HOSTS, type MinioFleet, startMinioFleet } from './harness/minio-fleet.ts';
import { type Account, rootOf, type S3Client, s3Client } from './harness/s3-client.ts';
import { underLoad } from './harness/under-load.ts';

/** What changes a running MinIO under a client, while something dies in the middle. Each test takes up what those before it left. */
let minio: MinioFleet;
let fleet: Fleet;
let root: Account;
let client: S3Client;
/** What the site says otherwise than the example, by now. */
const changed: (readonly [string, string])[] = [];
/** Prefixes under which objects were written, and how many. */
const written = new Map<string, number>();

/**
 * A member that ends in the middle of a write leaves its lock on that one object with the others, who look once a minute for locks that are a minute old
 * (`lockMaintenanceInterval` and `lockValidityDuration` of MinIO's lock-rest-server.go).
 */
const LOCKED_MS = 150_000;
/** All members may be restarted at the same time, on a busy machine. */
const PATIENT_MS = 90_000;
const PAUSE_MS = 50;

const applied = async (...changes: readonly (readonly [string, string])[]) => {
  using site = minio.site(...changed, ...changes);
  return await minio.apply(site.path);
};
const keysOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(6, '0')}`);

/**
 * A client that asks again for what is not there. While all are restarted, MinIO serves again with the drives of two hosts of three: what was written in the last
 * moment before may lack one of these, and is there again once the third is back.
 */
const asksAgain = (loading: S3Client): KeyValue => ({
  put: loading.put,
  get: async (key) => {
    const end = performance.now() + PATIENT_MS;
    for (;;) {
      const found = await loading.get(key);
      if (found !== undefined || performance.now() > end) return found;
      await pause(PAUSE_MS);
    }
  },
});

/** What a client met, and which servers were down at once, while something was done. */
async function under(
  prefix: string,
  patienceMs: number,
  work: (down: Samples) => Promise<unknown>,
  as: (loading: S3Client) => KeyValue = (loading) => loading,
) {
  using loading = await s3Client(fleet, HOSTS, 'assets', root, patienceMs);
  const { met, most, who } = await underLoad(
    { fleet, members: HOSTS, port: 9000 },
    as(loading),
    prefix,
    work,
    PAUSE_MS,
  );
  written.set(prefix, met.acknowledged);
  return { ...met, most, who };
}

/** How many objects of a prefix lie on each of the six drives; one number where it is the same on all. */
async function onDrives(prefix: string): Promise<readonly number[]> {
  const count = `for drive in 1 2; do find /var/lib/minio/$drive/assets/${prefix} -name xl.meta | wc -l; done`;
  const counts = await Promise.all(HOSTS.map((host) => out(fleet.host(host), 'sh', '-c', count)));
  return [...new Set(counts.flatMap((text) => text.trim().split('\n').map(Number)))];
}

/** Waits for the restart of a member, which something brings about. */
const restarted = (applying: Promise<unknown>, down: Samples, host: string) =>
  during(applying, `${host} is being restarted`, async () => down.soFar().includes(host));

const powerCut = (host: string): Promise<void> => downFor(fleet.host(host), 4_000);

/** Whether a member brings what was missed to those who missed it. */
const isHealing = async (host: string): Promise<boolean> =>
  (await fleet.host(host).exec(['pgrep', '--full', 'minio-member heal'])).exitCode === 0;

beforeAll(async () => {
  minio = await startMinioFleet();
  fleet = minio.fleet;
  await applied();
  root = await rootOf(fleet, 'm-1');
  client = await s3Client(fleet, HOSTS, 'assets', root, PATIENT_MS);
}, 1_800_000);

afterAll(async () => {
  client?.[Symbol.dispose]();
  await fleet?.remove();
}, 120_000);

test('a setting of single servers goes round one at a time, while agent, controller and two hosts die: no operation fails, and no drive misses an object', async () => {
  const setting = ['openFiles: 16_384', 'openFiles: 16_000'] as const;
  const { failed, acknowledged, most, who } = await under('rolled/', LOCKED_MS, async (down) => {
    const applying = applied(setting);
    await restarted(applying, down, 'm-1');
    await killBoth(fleet, 'm-1');
    await restarted(applying, down, 'm-2');
    await powerCut('m-2');
    await during(applying, 'm-3 is looking at all objects before it is stopped', () => isHealing('m-3'));
    await powerCut('m-3');
    await applying;
  });
  changed.push(setting);
  expect([failed, most, who]).toEqual([[], 1, [...HOSTS]]);
  expect([await client.count('rolled/'), await onDrives('rolled/')]).toEqual([acknowledged, [acknowledged]]);
  for (const host of HOSTS)
    expect(await out(fleet.host(host), 'systemctl', 'show', 'minio')).toContain('LimitNOFILE=16000');
}, 1_200_000);

test('a member is not stopped while another one is away', async () => {
  const mayStop = () =>
    fleet.host('m-1').exec(['/usr/local/lib/rolecall/minio-member', 'may-stop'], { timeoutMs: 180_000 });
  await out(fleet.host('m-2'), 'systemctl', 'stop', 'minio');
  try {
    const refused = await mayStop();
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('would lose its write quorum')]);
  } finally {
    await out(fleet.host('m-2'), 'systemctl', 'start', 'minio');
  }
  expect((await mayStop()).exitCode).toBe(0);
}, 600_000);

test('a setting that all must share is one restart of all, while the controller dies: nothing that was acknowledged is lost', async () => {
  const setting = ["MINIO_API_REQUESTS_MAX: '400'", "MINIO_API_REQUESTS_MAX: '500'"] as const;
  const { failed, acknowledged, who } = await under(
    'shared/',
    PATIENT_MS,
    async (down) => {
      const applying = applied(setting);
      await during(applying, 'one is down', async () => down.soFar().length > 0);
      await killBoth(fleet, 'm-3');
      expect((await applying).stdout).toMatch(/restarted at the same time.*file:\/etc\/minio\/shared\.env/);
    },
    asksAgain,
  );
  changed.push(setting);
  expect([failed, who]).toEqual([[], [...HOSTS]]);
  expect([await client.count('shared/'), await onDrives('shared/')]).toEqual([acknowledged, [acknowledged]]);
}, 1_200_000);

test('another program is on every host before it takes its place on all at once, while an agent dies', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-minio-'));
  try {
    // What follows the end of a program is not read: the same one, with another checksum.
    const path = join(folder, 'minio');
    copyFileSync(minio.server.path, path);
    appendFileSync(path, 'another');
    await addArtifacts(fleet, path);
    const release = [
      ['0'.repeat(64), await checksum(path)],
      ["version: '2026-02-12'", "version: '2026-02-13'"],
    ] as const;
    const { failed, acknowledged } = await under(
      'upgraded/',
      PATIENT_MS,
      async () => {
        const applying = applied(...release);
        const staged = async (host: string) =>
          (await fleet.host(host).exec(['test', '-e', '/opt/minio/2026-02-13'])).exitCode === 0;
        const onOne = async () => (await Promise.all(HOSTS.map(staged))).includes(true);
        await during(applying, 'it is on one host', onOne);
        await killAgent(fleet.host('m-2'));
        await applying;
      },
      asksAgain,
    );
    changed.push(...release);
    expect(failed).toEqual([]);
    expect([await client.count('upgraded/'), await onDrives('upgraded/')]).toEqual([acknowledged, [acknowledged]]);
    const running = 'readlink /opt/minio/current /proc/$(systemctl show -P MainPID minio)/exe';
    for (const host of HOSTS)
      expect(await out(fleet.host(host), 'sh', '-c', running)).toMatch(/^2026-02-13\n\/opt\/minio\/2026-02-13\//);
    expect((await applied()).stdout).not.toMatch(/changed|failed/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 1_800_000);

/** Writes objects, every tenth of which is too large to lie beside what is known of it. */
const contentOf = (key: string): string => (key.endsWith('0') ? key.repeat(30_000) : key);
async function keep(prefix: string, count: number): Promise<void> {
  await each(keysOf(prefix, count), (key) => client.put(key, contentOf(key)));
  written.set(prefix, count);
}
/** Eight at once. */
async function each(keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  const left = [...keys];
  const worker = async () => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) await work(key);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
/** Objects that cannot be read, or are not what was written. */
async function lostOn(hosts: readonly string[]): Promise<readonly string[]> {
  using rest = await s3Client(fleet, hosts, 'assets', root, PATIENT_MS);
  const lost: string[] = [];
  for (const [prefix, count] of written) {
    const wanted = (key: string) => (prefix === 'kept/' ? contentOf(key) : key);
    await each(keysOf(prefix, count), async (key) => {
      if ((await rest.get(key).catch(String)) !== wanted(key)) lost.push(key);
    });
  }
  return lost;
}

test('a dead host is replaced by a fresh one of its name, while agent and controller die: every object is on all its drives', async () => {
  await keep('kept/', 200);
  const up = await fleet.cli(['replace', 'minio@m-2', '-y']);
  expect([up.exitCode, up.stderr]).toEqual([1, expect.stringMatching(/m-2 takes no part in its cluster: it answers/)]);
  await fleet.host('m-2').rebuild();
  await enrol(fleet.controller, fleet.host('m-2'));
  const { failed } = await under('replaced/', LOCKED_MS, async () => {
    const replacing = fleet.cli(['replace', 'minio@m-2', '-y'], { timeoutMs: 600_000 });
    const begun = async () => (await fleet.host('m-2').exec(['test', '-e', '/etc/minio/pools.yaml'])).exitCode === 0;
    await during(replacing, 'it is being brought about', begun);
    await killBoth(fleet, 'm-2');
    const done = await replacing;
    expect([done.exitCode, done.stdout + done.stderr]).toEqual([0, expect.anything()]);
  });
  expect(failed).toEqual([]);
  const all = [...written.values()].reduce((sum, count) => sum + count, 0);
  expect([await client.count(''), await onDrives('')]).toEqual([all, [all]]);

  // The fresh one has its part: all is there also where another host is away.
  await fleet.host('m-3').kill();
  expect(await lostOn(['m-1', 'm-2'])).toEqual([]);
  await fleet.host('m-3').start();
  await until('the host is linked', async () => !(await fleet.cli(['hosts'])).stdout.includes('away'));
  const active = async () => (await fleet.host('m-3').exec(['systemctl', 'is-active', 'minio'])).exitCode === 0;
  await until('its server is up', active, 120_000);
  expect((await applied()).stdout).not.toMatch(/minio@.*(changed|failed)/);
  expect((await applied()).stdout).not.toMatch(/changed|failed/);
}, 1_800_000);
