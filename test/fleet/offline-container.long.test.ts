import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imagesIn } from '../../packages/controller/src/images/archive.ts';
import { type Carried, startCarried } from './harness/carried.ts';
import { addArtifacts } from './harness/commands.ts';
import { enrol, type Fleet, out } from './harness/fleet.ts';
import { PODMAN, shellRoot } from './harness/podman.ts';
import type { SealedController } from './harness/sealed.ts';

/** Containers on a host that reaches nothing but its controller: their engine, their images and the agent come in one file. */
const SITE = join(import.meta.dirname, 'sites/offline-container.ts');

/** Two images of a shell that no registry has: one in an archive that keeps its manifest, one in an archive that loses it. */
const MAKE = `${PODMAN}
${shellRoot('sh', 'sleep')}
for image in kept lost; do
  echo $image >/srv/root/which
  tar -C /srv/root -c . | podman import -q - localhost/shop:$image
done
podman save -q --format oci-archive -o /srv/kept localhost/shop:kept
podman save -q --format docker-archive -o /srv/lost localhost/shop:lost`;

let carried: Carried;
let online: Fleet;
let offline: SealedController;
let folder: string;
let site: string;
/** The site as it is when it says the wrong id of an image. */
let wrong: string;

/** An archive as the host made it, kept in the folder of the test. */
async function archiveOf(
  name: string,
): Promise<{ readonly sha256: string; readonly id: string; readonly digest: string }> {
  const content = Buffer.from(await out(online.host('pod-1'), 'base64', '-w0', `/srv/${name}`), 'base64');
  const path = join(folder, name);
  writeFileSync(path, content);
  const [image] = imagesIn(path);
  if (image === undefined) throw new Error(`${name} holds no image`);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { sha256, id: image.id, digest: image.digests[0] ?? `sha256:${'0'.repeat(64)}` };
}

async function makeSite(): Promise<void> {
  const made = await online.host('pod-1').exec(['sh', '-c', MAKE], { timeoutMs: 600_000 });
  if (made.exitCode !== 0) throw new Error(made.stdout + made.stderr);
  const [kept, lost] = [await archiveOf('kept'), await archiveOf('lost')];
  const text = readFileSync(SITE, 'utf8')
    .replace('KEPT-DIGEST', kept.digest)
    .replace('KEPT-SHA256', kept.sha256)
    .replace('LOST-DIGEST', lost.digest)
    .replace('LOST-SHA256', lost.sha256);
  writeFileSync(site, text.replace('LOST-ID', lost.id));
  writeFileSync(wrong, text.replace('LOST-ID', kept.id));
}

beforeAll(async () => {
  carried = await startCarried({ hosts: ['pod-1'], cachedPackages: ['podman'] }, 'cut-1');
  ({ online, offline, folder, site } = carried);
  wrong = join(folder, 'wrong.ts');
  await makeSite();
}, 1_200_000);

afterAll(() => carried?.remove(), 240_000);

const on = (...argv: readonly string[]): Promise<string> => out(carried.host, ...argv);

test('an archive that holds another image than the site says is refused before anything is done', async () => {
  await addArtifacts(online, join(folder, 'kept'), join(folder, 'lost'));
  const words = ['artifacts', 'export', wrong, '--out', carried.file, '--like', 'pod-1'];
  const { exitCode, stderr } = await online.cli(words);
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(/the container lost does not hold an image with the id/),
  ]);
}, 120_000);

test('an export takes engine and images along, though the engine lies in the cache of the host that is asked', async () => {
  const words = ['artifacts', 'export', site, '--out', carried.file, '--like', 'pod-1', '--packages'];
  const exported = await online.cli(words, { timeoutMs: 900_000 });
  expect([exported.exitCode, exported.stderr]).toEqual([0, '']);
  expect(exported.stdout).toMatch(/2 artifacts, \d+ packages, the agent for (amd64|arm64)/);
}, 1_000_000);

test('a host that reaches no registry runs both images, and a second apply changes nothing', async () => {
  const imported = await offline.cli(['artifacts', 'import', carried.file]);
  expect([imported.exitCode, imported.stderr]).toEqual([0, expect.any(String)]);
  rmSync(carried.file);
  await enrol(offline, carried.host);
  const applied = await offline.cli(['apply', site, '-y'], { timeoutMs: 900_000 });
  expect([applied.exitCode, applied.stdout]).toEqual([0, expect.stringContaining('changed=')]);
  expect(await on('cat', '/srv/out/kept', '/srv/out/lost')).toBe('kept\nlost\n');
  expect(await on('sh', '-c', 'ls -d /var/lib/rolecall-images 2>&1 || true')).toContain('No such file');
  const { exitCode, stdout } = await offline.cli(['apply', site, '-y', '--detailed-exitcode']);
  expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('changed=')]);
}, 1_200_000);

test('an image that somebody removed is loaded again', async () => {
  await on('systemctl', 'stop', 'kept', 'lost');
  await on('podman', 'image', 'rm', '--all', '--force');
  const applied = await offline.cli(['apply', site, '-y'], { timeoutMs: 300_000 });
  expect([applied.exitCode, applied.stdout]).toEqual([0, expect.stringContaining('changed=')]);
  expect((await on('podman', 'ps', '--format', '{{.Names}}')).trim().split('\n').sort()).toEqual(['kept', 'lost']);
}, 400_000);
