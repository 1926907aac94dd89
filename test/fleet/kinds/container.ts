import { CANARY, type KindsHost, MARKER, resource } from './kinds-host.ts';

/** Stands in podman's place, with images as files: test hosts cannot run containers. */
const PODMAN = `#!/bin/sh
echo "$*" >>/var/log/podman-asked; image=$(echo "$*" | grep -o 'sha256:[0-9a-f]*')
case "$1 $2" in
  "image exists") test -e "/srv/images/$image" ;;
  "image rm") rm "/srv/images/$image" ;;
  "pull --quiet") mkdir -p /srv/images; : >"/srv/images/$image" ;;
  "run "*) env_file=$(echo "$*" | grep -o '/etc/[^ ]*env'); cat "$env_file" >/var/log/container-environment; exec sleep infinity ;;
  *) true ;;
esac
`;

/** Containers: fetched, run by systemd, restarted when they change; secrets on no command line. */
export function containerClaims(there: () => KindsHost): void {
  const image = (digit: string): string => `registry.example/shop@sha256:${digit.repeat(64)}`;
  const shop = (more: object = {}) =>
    resource('container', { name: 'shop', image: image('a'), environment: { TOKEN: MARKER }, ...more });
  const service = resource('service', { name: 'shop', enabled: true, running: true, restartOn: ['container:shop'] });
  const started = () => there().sh('systemctl show shop -p InvocationID --value');

  beforeAll(() => there().host.writeFile('/usr/bin/podman', PODMAN, '755'));

  test('its image is fetched, its unit runs it, and an apply mends what was changed by hand', async () => {
    const spoil =
      'rm /srv/images/*; echo "TOKEN=guessed" >/etc/rolecall-containers/shop.env; chmod 644 /etc/rolecall-containers/shop.env';
    expect((await there().settles([shop(), service], spoil)).filter((line) => line.startsWith('container'))).toEqual([
      `container:shop image: null → "${image('a')}"`,
      'container:shop environment.TOKEN: secret',
      'container:shop access: "root:root 0644" → "root:root 0600"',
    ]);
    expect(await there().sh('cat /var/log/container-environment; stat -c "%U %a" /etc/rolecall-containers')).toBe(
      `TOKEN=${CANARY}\nroot 700`,
    );
  });

  test('a secret of its environment is in no unit, list of processes or call of the engine', async () => {
    await there().apply(shop(), service);
    const seen = 'cat /var/log/podman-asked /etc/systemd/system/shop.service /proc/[0-9]*/cmdline; systemctl show shop';
    expect(await there().sh(`{ ${seen}; } | tr "\\0" " " | grep -c "[c]${CANARY.slice(1)}"`)).toBe('0');
  });

  test('another image is fetched first, and then the service is restarted once', async () => {
    await there().apply(shop(), service);
    const before = await started();
    await there().sh(': >/var/log/podman-asked');
    const changed = shop({ image: image('b'), command: ['serve', '100% "sure"'] });
    expect((await there().apply(changed, service)).counts.changed).toBe(2);
    expect(await started()).not.toBe(before);
    const asked = await there().sh('grep -n "^pull\\|^run" /var/log/podman-asked | cut -c-12');
    expect(asked.split('\n').map((line) => line.replace(/^\d+:(\w+).*/, '$1'))).toEqual(['pull', 'run']);
    expect(
      await there().sh(`tail -n 1 /var/log/podman-asked; cat /proc/$(systemctl show shop -p MainPID --value)/comm`),
    ).toContain('sleep');
    expect(await there().sh('grep "^run" /var/log/podman-asked')).toContain('serve 100% "sure"');
    await there().isSettled([changed, service]);
  });
}
