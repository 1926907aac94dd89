import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imagesIn } from '../../packages/controller/src/images/archive.ts';
import { enrol, type Fleet, out, startFleet } from './harness/fleet.ts';
import { type SealedController, sealHost, startSealedController } from './harness/sealed.ts';

/** Containers on a host that reaches nothing but its controller: their engine, their images and the agent come in one file. */
const SITE = join(import.meta.dirname, 'sites/offline-container.ts');

/**
 * Two images of a shell that no registry has: one in an archive that keeps its manifest, one in an archive that loses it. Layers lie where
 * there is no overlay, since the root of this host is one.
 */
const MAKE = `set -e; apt-get install -y -q podman >/dev/null
printf '[storage]\\ndriver = "vfs"\\nrunroot = "/run/containers/storage"\\ngraphroot = "/srv/containers"\\n' >/etc/containers/storage.conf
mkdir -p /srv/root/bin /srv/root/out
for program in sh sleep; do cp --parents $(ldd /bin/$program | grep -o '/[^ ]*') /srv/root; cp -L /bin/$program /srv/root/bin; done
for image in kept lost; do
  echo $image >/srv/root/which
  tar -C /srv/root -c . | podman import -q - localhost/shop:$image
done
podman save -q --format oci-archive -o /srv/kept localhost/shop:kept
podman save -q --format docker-archive -o /srv/lost localhost/shop:lost`;

let online: Fleet;
let offline: SealedController;
let unseal: () => Promise<void>;
let folder: string;
let site: string;
let carried: string;
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
  folder = mkdtempSync(join(import.meta.dirname, 'sites/changed-'));
  [site, wrong, carried] = ['site.ts', 'wrong.ts', 'site.tar'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  online = await startFleet({ hosts: ['pod-1'], cachedPackages: ['podman'] });
  await makeSite();
  const [host] = await online.lab.addHosts(['cut-1'], {});
  offline = await startSealedController(online.lab);
  if (host === undefined) throw new Error('no host');
  unseal = await sealHost(online.lab, host, offline.address);
}, 1_200_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await offline?.remove();
  await unseal?.();
  await online?.remove();
}, 240_000);

const on = (...argv: readonly string[]): Promise<string> => out(online.host('cut-1'), ...argv);

test('an archive that holds another image than the site says is refused before anything is done', async () => {
  const added = await online.cli(['artifacts', 'add', join(folder, 'kept'), join(folder, 'lost')]);
  expect([added.exitCode, added.stderr]).toEqual([0, expect.any(String)]);
  const { exitCode, stderr } = await online.cli(['artifacts', 'export', wrong, '--out', carried, '--like', 'pod-1']);
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(/the container lost does not hold an image with the id/),
  ]);
}, 120_000);

test('an export takes engine and images along, though the engine lies in the cache of the host that is asked', async () => {
  const words = ['artifacts', 'export', site, '--out', carried, '--like', 'pod-1', '--packages'];
  const exported = await online.cli(words, { timeoutMs: 900_000 });
  expect([exported.exitCode, exported.stderr]).toEqual([0, '']);
  expect(exported.stdout).toMatch(/2 artifacts, \d+ packages, the agent for (amd64|arm64)/);
}, 1_000_000);

test('a host that reaches no registry runs both images, and a second apply changes nothing', async () => {
  const imported = await offline.cli(['artifacts', 'import', carried]);
  expect([imported.exitCode, imported.stderr]).toEqual([0, expect.any(String)]);
  rmSync(carried);
  await enrol(offline, online.host('cut-1'));
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
