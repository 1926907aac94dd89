import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Facts, HostName, Sha256 } from '@rolecall/protocol';
import { putFacts } from '../../store/facts.ts';
import { noteAddress } from '../../store/hosts.ts';
import { ociArchive, ociImage } from '../../testing/image-archive.ts';
import { enrolled } from '../../testing/live-agent.ts';
import { LiveController } from '../../testing/live-controller.ts';

const stored = randomBytes(100_000);
const served = randomBytes(200_000);
const shop = ociImage('{"os":"linux"}');
const image = ociArchive(shop);
const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

let online: LiveController;
let offline: LiveController;
let server: Server;
let site: string;
beforeAll(async () => {
  [online, offline] = await Promise.all([LiveController.open(), LiveController.open()]);
  server = createServer((_, response) => response.end(served));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await enrolled(online, 'model');
  online.inStore((database) => {
    const facts = {
      hostname: 'model',
      cpu: { unknown: 'x' },
      mem: { unknown: 'x' },
      net: { unknown: 'x' },
      mounts: [],
    };
    noteAddress(database, 'model' as HostName, '10.0.0.1');
    putFacts(database, 'model' as HostName, '1'.repeat(64) as Sha256, facts as unknown as Facts);
  });
  mkdirSync(join(online.folder, 'site'));
  site = join(online.folder, 'site', 'site.ts');
  writeFileSync(join(online.folder, 'tool'), stored);
  writeFileSync(join(online.folder, 'shop.oci'), image);
  writeFileSync(site, siteText(`http://127.0.0.1:${(server.address() as AddressInfo).port}/served.tar.gz`));
});
afterAll(async () => {
  server.close();
  await Promise.all([online.close(), offline.close()]);
});

const siteText = (
  url: string,
): string => `import { artifact, container, defineRole, defineSite, pkg, z } from '@rolecall/roles';
const app = defineRole({
  name: 'app',
  params: z.object({}),
  resources: () => [
    artifact('/opt/tool', { version: '1', format: 'file', sha256: '${hashOf(stored)}' }),
    artifact('/opt/served', { version: '2', url: '${url}', sha256: '${hashOf(served)}' }),
    pkg('podman'),
    container('web', { image: 'docker.io/library/nginx@sha256:${'c'.repeat(64)}' }),
    container('shop', { image: 'registry.example/shop@${shop.digest}', archive: { sha256: '${hashOf(image)}' } }),
  ],
});
export default defineSite({ name: 'shop', hosts: { 'new-1': {}, 'new-2': {} }, use: () => { app.on(['new-1', 'new-2'], {}); } });
`;

/** Runs a command line to its end, or to a sudden one. */
function call(live: LiveController, ...given: readonly (string | { readonly killedAfterMs: number })[]) {
  const words = given.filter((word) => typeof word === 'string');
  const end = given.find((word) => typeof word === 'object');
  const bin = join(import.meta.dirname, '../../../bin/controller.js');
  const env = { PATH: process.env.PATH, XDG_CACHE_HOME: join(online.folder, 'cache') };
  const child = spawn(process.execPath, [bin, '--data', live.data, 'artifacts', ...words], { env });
  if (end !== undefined) setTimeout(() => child.kill('SIGKILL'), end.killedAfterMs);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done) =>
    child.on('close', (code) => done({ code, stdout, stderr })),
  );
}

const listed = async (live: LiveController) =>
  (JSON.parse((await call(live, 'list', '--json')).stdout) as { artifacts: { name: string; sha256: string }[] })
    .artifacts;

test('an export holds what hosts that nobody saw yet will fetch, and says what it lacks', async () => {
  const out = join(online.folder, 'shop.tar');
  const none = await call(online, 'export', site, '--out', out, '--like', 'model');
  expect([none.code, none.stderr]).toEqual([
    1,
    expect.stringContaining(`has nothing with the checksum ${hashOf(stored)}`),
  ]);
  expect((await call(online, 'add', join(online.folder, 'tool'), join(online.folder, 'shop.oci'))).code).toBe(0);
  const unlike = await call(online, 'export', site, '--out', out);
  expect([unlike.code, unlike.stderr]).toEqual([
    1,
    expect.stringMatching(/nobody knows what app@new-1 fetches.*new-1/),
  ]);
  const made = await call(online, 'export', site, '--out', out, '--like', 'model');
  expect([made.code, made.stdout]).toEqual([
    0,
    expect.stringContaining('3 artifacts, 0 packages, the agent for amd64'),
  ]);
  expect(made.stderr).toContain('not in it: the image docker.io/library/nginx@sha256:ccc');
  expect(made.stderr).not.toContain('registry.example/shop');
  expect(made.stderr).toContain('not in it: 1 packages');
  expect(made.stdout).toContain(hashOf(readFileSync(out)));

  const again = await call(online, 'export', site, '--out', `${out}.2`, '--like', 'model');
  expect(again.code).toBe(0);
  expect(readFileSync(`${out}.2`).equals(readFileSync(out))).toBe(true);
});

test('a file that was damaged, cut off, added to, or is another than was said, is refused before anything is taken', async () => {
  const whole = join(online.folder, 'shop.tar');
  const before = readdirSync(join(offline.data, 'blobs'));
  const damaged = (change: (bytes: Buffer) => Uint8Array): string => {
    const path = join(online.folder, 'damaged.tar');
    copyFileSync(whole, path);
    writeFileSync(path, change(readFileSync(path)));
    return path;
  };
  const flipped = (bytes: Buffer) => {
    const at = bytes.indexOf(stored) + 50_000;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };
  for (const change of [
    flipped,
    (bytes: Buffer) => bytes.subarray(0, bytes.length - 5_000),
    (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1024), Buffer.alloc(2048, 'x')]),
    (bytes: Buffer) => bytes.subarray(512),
    () => Buffer.from('no archive'),
  ]) {
    const { code, stderr } = await call(offline, 'import', damaged(change));
    expect([code, stderr]).toEqual([1, expect.stringContaining('was taken:')]);
  }
  const other = await call(offline, 'import', whole, '--sha256', '0'.repeat(64));
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('has the checksum')]);
  expect(readdirSync(join(offline.data, 'blobs'))).toEqual(before);
});

test('an import whose content does not fit is refused as a whole', async () => {
  const small = await LiveController.open({ artifacts: { quota: 250_000 } });
  try {
    const { code, stderr } = await call(small, 'import', join(online.folder, 'shop.tar'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('would be over the quota')]);
    expect(await listed(small)).toEqual([]);
  } finally {
    await small.close();
  }
});

test('an import that was killed in its middle goes on with what is left', async () => {
  const other = await LiveController.open();
  try {
    const file = join(online.folder, 'shop.tar');
    for (let afterMs = 200; afterMs < 1_400; afterMs += 400) {
      await call(other, { killedAfterMs: afterMs }, 'import', file);
      for (const { sha256 } of await listed(other)) {
        expect(hashOf(readFileSync(join(other.data, 'blobs', sha256)))).toBe(sha256);
      }
    }
    expect((await call(other, 'import', file)).code).toBe(0);
    expect(await listed(other)).toHaveLength(5);
  } finally {
    await other.close();
  }
}, 180_000);

test('an import brings all of it, twice changes nothing, and prune leaves the agent', async () => {
  const file = join(online.folder, 'shop.tar');
  for (let times = 0; times < 2; times++) {
    const { code, stdout } = await call(offline, 'import', file);
    expect([code, stdout]).toEqual([0, 'shop: 3 artifacts, 0 packages, the agent\n']);
  }
  const there = await listed(offline);
  expect(there.map(({ name }) => name)).toEqual(['rolecall-agent', 'rolecall-runtime-amd64', 'served', 'shop', 'tool']);
  expect(there.map(({ sha256 }) => sha256)).toEqual(
    expect.arrayContaining([hashOf(stored), hashOf(served), hashOf(image)]),
  );
  await call(offline, 'prune', '--older-than', '0s', '-y');
  expect((await listed(offline)).map(({ name }) => name)).toEqual(['rolecall-agent', 'rolecall-runtime-amd64']);
  expect((await call(offline, 'import', file)).code).toBe(0);
  expect(await listed(offline)).toHaveLength(5);
});
