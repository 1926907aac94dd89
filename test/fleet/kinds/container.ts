import { askedOf, intoRegistry, makeImages, PODMAN, REGISTRY, shellRoot, startRegistry } from '../harness/podman.ts';
import { CANARY, type KindsHost, MARKER, resource } from './kinds-host.ts';

/** Two images of a shell, put where the registry finds them and forgotten by the engine. */
const MAKE = `${PODMAN}
printf '[[registry]]\\nlocation = "${REGISTRY}"\\ninsecure = true\\n' >/etc/containers/registries.conf.d/here.conf
${shellRoot('sh', 'sleep')}
mkdir -p /srv/out
for image in a b; do
  echo $image >/srv/root/which
  tar -C /srv/root -c . | podman import -q - localhost/shop:$image
  ${intoRegistry('localhost/shop:$image', '$image')}
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
    await makeImages(there().host, MAKE);
    await startRegistry(there().host, there().node);
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
    expect((await askedOf(there().host)).filter((asked) => /^GET .*\/manifests\//.test(asked))).toHaveLength(1);
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
