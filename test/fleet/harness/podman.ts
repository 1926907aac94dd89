import type { LabHost } from '../../lab/lab.ts';
import { out } from './fleet.ts';

/** Answers where a host has a registry of its own. */
export const REGISTRY = '127.0.0.1:5000';

/**
 * The begin of a shell program: the engine, with layers where there is no overlay, since the root of a lab host is one. Services of the
 * package's own would end while somebody looks.
 */
export const PODMAN = `set -e; apt-get install -y -q podman >/dev/null
systemctl disable -q --now podman.socket podman.service podman-restart.service podman-auto-update.timer
printf '[storage]\\ndriver = "vfs"\\nrunroot = "/run/containers/storage"\\ngraphroot = "/srv/containers"\\n' >/etc/containers/storage.conf`;

/** Lines that lay out the root of an image in `/srv/root`: programs of the host, with the libraries that they need. */
export const shellRoot = (...programs: readonly string[]): string => `mkdir -p /srv/root/bin /srv/root/out
for program in ${programs.join(' ')}; do cp --parents $(ldd /bin/$program | grep -o '/[^ ]*') /srv/root; cp -L /bin/$program /srv/root/bin; done`;

/** Lines that put an image of the engine, by its name there, where the registry finds it; its digest is then in `/srv/registry/digest-AS`. */
export const intoRegistry = (
  image: string,
  as: string,
): string => `podman save -q --format oci-dir -o /srv/oci-${as} ${image}
mkdir -p /srv/registry; cp -r /srv/oci-${as}/blobs /srv/registry
grep -o '"digest":"sha256:[0-9a-f]*' /srv/oci-${as}/index.json | cut -d: -f2,3 | tr -d '"' >/srv/registry/digest-${as}`;

/** Serves manifests and layers by their digest, as `podman save` lays them out; every question is written down, and one for a note is only that. */
const SERVER = `const { createServer } = require('node:http'); const fs = require('node:fs');
createServer((request, response) => {
  fs.appendFileSync('/srv/registry/asked', request.method + ' ' + request.url + '\\n');
  const [, what, digest] = /\\/(manifests|blobs)\\/sha256:([0-9a-f]{64})$/.exec(request.url) ?? [];
  const path = '/srv/registry/blobs/sha256/' + digest;
  if (what === undefined) return response.writeHead(/^\\/(v2\\/$|note\\/)/.test(request.url) ? 200 : 404).end();
  if (!fs.existsSync(path)) return response.writeHead(404).end();
  const type = what === 'manifests' ? 'application/vnd.oci.image.manifest.v1+json' : 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-length': fs.statSync(path).size });
  return request.method === 'HEAD' ? response.end() : fs.createReadStream(path).pipe(response);
}).listen(5000, '127.0.0.1');`;

/** Makes images on a host by a shell program. */
export async function makeImages(host: LabHost, program: string): Promise<void> {
  await host.writeFile('/srv/make-images', program);
  const made = await host.exec(['sh', '/srv/make-images'], { timeoutMs: 600_000 });
  if (made.exitCode !== 0) throw new Error(made.stdout + made.stderr);
}

/** Starts the registry, on a runtime of the host, and waits until it listens. */
export async function startRegistry(host: LabHost, node: string): Promise<void> {
  await host.writeFile('/srv/registry.cjs', SERVER);
  await out(host, 'systemd-run', '--unit=registry', node, '/srv/registry.cjs');
  const listens = `i=0; until (exec 3<>/dev/tcp/127.0.0.1/5000) 2>/dev/null; do i=$((i + 1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done`;
  await out(host, 'bash', '-c', listens);
}

/** What the registry was asked so far, as `GET /v2/…`. */
export const askedOf = async (host: LabHost): Promise<readonly string[]> =>
  (await host.readFile('/srv/registry/asked')).trim().split('\n');
