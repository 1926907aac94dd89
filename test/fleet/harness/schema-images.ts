import type { LabHost } from '../../lab/lab.ts';
import { out } from './fleet.ts';

/** Answered by the host itself. */
const REGISTRY = 'registry.test';
const SERVICES = ['gundeck', 'brig', 'galley', 'spar'];

/** Images that stand for the schemas of Wire's services. */
export interface Schemas {
  /** The name of the one image that holds them all, with its digest. */
  readonly image: string;
  /** What ran so far, in its row: `gundeck-schema KEYSPACE USER`. */
  ran(): Promise<readonly string[]>;
}

/** Serves one image by digest, as `podman save` lays it out, and writes down what its programs say. */
const REGISTRY_PROGRAM = `const { createServer } = require('node:http'); const fs = require('node:fs');
createServer((request, response) => {
  if (request.url.startsWith('/ran/')) {
    fs.appendFileSync('/srv/registry/ran', decodeURIComponent(request.url.slice(5)).replaceAll('/', ' ') + '\\n');
    return response.end('noted');
  }
  const [, what, digest] = /\\/(manifests|blobs)\\/sha256:([0-9a-f]{64})$/.exec(request.url) ?? [];
  const path = '/srv/registry/blobs/sha256/' + digest;
  if (what === undefined || !fs.existsSync(path)) return response.writeHead(request.url === '/v2/' ? 200 : 404).end();
  const type = what === 'manifests' ? 'application/vnd.oci.image.manifest.v1+json' : 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-length': fs.statSync(path).size });
  return request.method === 'HEAD' ? response.end() : fs.createReadStream(path).pipe(response);
}).listen(5000, '127.0.0.1');`;

/** Says what it was called as, for which keyspace, and as whom it would log in; without a password it fails. */
const SCHEMA_PROGRAM = `#!/bin/bash
[ -n "$CASSANDRA_PASSWORD" ] || exit 1
exec 3<>/dev/tcp/127.0.0.1/5000
printf 'GET /ran/%s/%s/%s HTTP/1.0\\r\\n\\r\\n' "\${0##*/}" "$6" "$CASSANDRA_USER" >&3
read -r answer <&3
[[ $answer == *200* ]]
`;

/**
 * Services of the package's own would end while somebody looks; layers lie without an overlay, since this host's root is one. No container of
 * a container may raise limits or set control groups.
 */
const MAKE = `set -e; apt-get install -y -q podman >/dev/null
systemctl disable -q --now podman.socket podman.service podman-restart.service podman-auto-update.timer
printf '[storage]\\ndriver = "vfs"\\nrunroot = "/run/containers/storage"\\ngraphroot = "/srv/containers"\\n' >/etc/containers/storage.conf
printf '[containers]\\ncgroups = "disabled"\\n' >/etc/containers/containers.conf
printf '[[registry]]\\nprefix = "${REGISTRY}"\\nlocation = "127.0.0.1:5000"\\ninsecure = true\\n' >/etc/containers/registries.conf.d/here.conf
mkdir -p /srv/root/bin /srv/registry
cp --parents $(ldd /bin/bash | grep -o '/[^ ]*') /srv/root; cp -L /bin/bash /srv/root/bin
for service in ${SERVICES.join(' ')}; do cp /srv/schema-program /srv/root/bin/$service-schema; chmod 755 /srv/root/bin/$service-schema; done
tar -C /srv/root -c . | podman import -q -c 'ENV PATH=/bin' - localhost/schemas:1
podman save -q --format oci-dir -o /srv/oci localhost/schemas:1
cp -r /srv/oci/blobs /srv/registry
grep -o '"digest":"sha256:[0-9a-f]*' /srv/oci/index.json | cut -d: -f2,3 | tr -d '"' >/srv/registry/digest
podman rmi -a -f >/dev/null`;

/** Makes the image on the host and serves it there. */
export async function schemaImages(host: LabHost): Promise<Schemas> {
  await host.writeFile('/srv/schema-program', SCHEMA_PROGRAM);
  await host.writeFile('/srv/make-images', MAKE);
  await host.writeFile('/srv/registry.cjs', REGISTRY_PROGRAM);
  const made = await host.exec(['sh', '/srv/make-images'], { timeoutMs: 600_000 });
  if (made.exitCode !== 0) throw new Error(made.stderr);
  const node = (await out(host, 'sh', '-c', 'ls /opt/rolecall/runtime/*/node')).trim();
  await out(host, 'systemd-run', '--unit=registry', node, '/srv/registry.cjs');
  return {
    image: `${REGISTRY}/schemas@${(await host.readFile('/srv/registry/digest')).trim()}`,
    ran: async () => (await host.readFile('/srv/registry/ran')).trim().split('\n'),
  };
}
