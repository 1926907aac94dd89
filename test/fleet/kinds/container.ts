import { CANARY, type KindsHost, MARKER, resource } from './kinds-host.ts';

const REGISTRY = '127.0.0.1:5000';

/** A registry of the host itself, on the agent's runtime: manifests and layers by their digest, as `podman save` lays them out. */
const SERVER = `const { createServer } = require('node:http'); const fs = require('node:fs');
createServer((request, response) => {
  fs.appendFileSync('/srv/registry/asked', request.method + ' ' + request.url + '\\n');
  const [, what, digest] = /\\/(manifests|blobs)\\/sha256:([0-9a-f]{64})$/.exec(request.url) ?? [];
  const path = '/srv/registry/blobs/sha256/' + digest;
  if (what === undefined) return response.writeHead(request.url === '/v2/' ? 200 : 404).end();
  if (!fs.existsSync(path)) return response.writeHead(404).end();
  const type = what === 'manifests' ? 'application/vnd.oci.image.manifest.v1+json' : 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-length': fs.statSync(path).size });
  return request.method === 'HEAD' ? response.end() : fs.createReadStream(path).pipe(response);
}).listen(5000, '127.0.0.1');`;

/**
 * Services that the package starts would end while a test looks; the storage of layers without an overlay, which cannot lie on the overlay that is this host's root; then two images of a shell, put where
 * the registry finds them and forgotten by the engine.
 */
const MAKE = `set -e; apt-get install -y -q podman >/dev/null
systemctl disable -q --now podman.socket podman.service podman-restart.service podman-auto-update.timer
printf '[storage]\\ndriver = "vfs"\\nrunroot = "/run/containers/storage"\\ngraphroot = "/srv/containers"\\n' >/etc/containers/storage.conf
printf '[[registry]]\\nlocation = "${REGISTRY}"\\ninsecure = true\\n' >/etc/containers/registries.conf.d/here.conf
mkdir -p /srv/root/bin /srv/root/out /srv/out /srv/registry
for program in sh sleep; do cp --parents $(ldd /bin/$program | grep -o '/[^ ]*') /srv/root; cp -L /bin/$program /srv/root/bin; done
for image in a b; do
  echo $image >/srv/root/which
  tar -C /srv/root -c . | podman import -q - localhost/shop:$image
  podman save -q --format oci-dir -o /srv/oci-$image localhost/shop:$image
  cp -r /srv/oci-$image/blobs /srv/registry
  grep -o '"digest":"sha256:[0-9a-f]*' /srv/oci-$image/index.json | cut -d: -f2,3 | tr -d '"' >/srv/registry/digest-$image
done
podman rmi -a -f >/dev/null`;

/** Says what it was given, and goes on until it is stopped. */
const COMMAND = ['/bin/sh', '-c', 'read which </which; echo "$which $TOKEN $0" >/out/said; exec sleep infinity'];

/** Containers: fetched by digest, run by systemd, restarted when they change; secrets on no command line. */
export function containerClaims(there: () => KindsHost): void {
  const image = async (which: 'a' | 'b') => `${REGISTRY}/shop@${await there().sh(`cat /srv/registry/digest-${which}`)}`;
  const shop = async (which: 'a' | 'b', more: object = {}) =>
    resource('container', {
      name: 'shop',
      image: await image(which),
      command: COMMAND,
      environment: { TOKEN: MARKER },
      ports: ['127.0.0.1:8088:80'],
      volumes: ['/srv/out:/out'],
      stopSeconds: 1,
      // The machine lets no container of a container raise the limit that control groups need for their rules on devices.
      options: ['--cgroups=disabled'],
      ...more,
    });
  const service = resource('service', { name: 'shop', enabled: true, running: true, restartOn: ['container:shop'] });
  const started = () => there().sh('systemctl show shop -p InvocationID --value');
  const said = async (text: string): Promise<void> => {
    await there().until(`grep -qxF '${text}' /srv/out/said`);
    await there().sh('rm /srv/out/said');
  };

  beforeAll(async () => {
    await there().host.writeFile('/srv/make-images', MAKE);
    const { exitCode, stderr } = await there().host.exec(['sh', '/srv/make-images'], { timeoutMs: 600_000 });
    if (exitCode !== 0) throw new Error(stderr);
    await there().host.writeFile('/srv/registry.cjs', SERVER);
    await there().sh(`systemd-run --unit=registry ${there().node} /srv/registry.cjs`);
    await there().until(`bash -c 'exec 3<>/dev/tcp/127.0.0.1/5000'`);
  }, 900_000);

  test('its image is fetched, its unit runs it, and an apply mends what was changed by hand', async () => {
    const wanted = [await shop('a'), service];
    const file = '/etc/rolecall-containers/shop.env';
    const spoil = `echo "TOKEN=guessed" >${file}; chmod 644 ${file}`;
    const mended = (await there().settles(wanted, spoil)).filter((line) => line.startsWith('container'));
    expect(mended).toEqual([
      'container:shop environment.TOKEN: secret',
      'container:shop access: "root:root 0644" → "root:root 0600"',
    ]);
    await said(`a ${CANARY} /bin/sh`);
    expect(
      await there().sh('podman ps --format "{{.Names}} {{.Ports}}"; stat -c "%U %a" /etc/rolecall-containers'),
    ).toBe('shop 127.0.0.1:8088->80/tcp\nroot 700');
  });

  test('a secret of its environment is in no unit and in no list of processes', async () => {
    await there().apply(await shop('a'), service);
    const seen = 'cat /etc/systemd/system/shop.service /proc/[0-9]*/cmdline; systemctl show shop';
    expect(await there().sh(`{ ${seen}; } | tr "\\0" " " | grep -c "[c]${CANARY.slice(1)}"`)).toBe('0');
  });

  test('another image is fetched first, and then the service is restarted once', async () => {
    await there().apply(await shop('a'), service);
    const before = await started();
    await there().sh(': >/srv/registry/asked');
    const changed = await shop('b', { command: [...COMMAND, '100% "sure" $HOME'] });
    expect((await there().apply(changed, service)).counts.changed).toBe(2);
    expect(await started()).not.toBe(before);
    await said(`b ${CANARY} 100% "sure" $HOME`);
    expect(await there().sh('grep -c "^GET.*/manifests/" /srv/registry/asked')).toBe('1');
    await there().isSettled([changed, service]);
  });

  test('what ends in it is started again, and nothing is left of it when it is taken away', async () => {
    const wanted = await shop('b');
    await there().apply(wanted, service);
    const before = await started();
    await there().sh('podman kill shop');
    await there().until(`test "$(systemctl show shop -p InvocationID --value)" != ${before} && podman inspect shop`);
    expect(await there().remove(wanted, service)).toEqual({ 'container:shop': 'gone', 'service:shop': 'gone' });
    expect(await there().sh('podman ps -aq; podman images -q; ls /etc/rolecall-containers 2>&1')).toContain(
      'No such file',
    );
  });
}
