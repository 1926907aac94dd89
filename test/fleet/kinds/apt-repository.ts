import type { LabHost } from '../../lab/lab.ts';
import { type KindsHost, resource } from './kinds-host.ts';

/** A flat repository with one package, signed by a key that is made on the host. */
const MAKE = `set -e; export GNUPGHOME=/root/gnupg; mkdir -m 700 $GNUPGHOME; mkdir -p /srv/signed /srv/tiny/DEBIAN
for name in right wrong; do gpg --batch -q --passphrase '' --quick-gen-key $name ed25519 sign 1y; gpg --batch -q --armor --export $name >/srv/$name.asc; done
printf 'Package: tiny-signed\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: a test\\nDescription: none\\n' >/srv/tiny/DEBIAN/control
cd /srv/signed; dpkg-deb -b /srv/tiny tiny-signed_1.0_all.deb >/dev/null
{ dpkg-deb -f tiny-signed_1.0_all.deb
  printf 'Filename: ./tiny-signed_1.0_all.deb\\nSize: %s\\nSHA256: %s\\n\\n' $(stat -c %s *.deb) $(sha256sum *.deb | cut -d' ' -f1); } >Packages
printf 'Date: %s\\nSHA256:\\n %s %s Packages\\n' "$(date -Ru)" $(sha256sum Packages | cut -d' ' -f1) $(stat -c %s Packages) >Release
gpg --batch -q -u right --clearsign -o InRelease Release; rm Release`;

/** Makes it at /srv/signed, with the package tiny-signed; answers its key, that of another one is at /srv/wrong.asc. */
export async function makeSignedRepository(host: LabHost): Promise<string> {
  await host.writeFile('/srv/make-repository', MAKE);
  const { exitCode, stderr } = await host.exec(['sh', '/srv/make-repository']);
  if (exitCode !== 0) throw new Error(stderr);
  return (await host.exec(['cat', '/srv/right.asc'])).stdout.trim();
}

/** Repositories: signed by their key or not there at all. */
export function aptRepositoryClaims(there: () => KindsHost): void {
  const repository = async (more: object = {}) =>
    resource('aptRepository', {
      name: 'signed',
      uris: ['file:/srv/signed'],
      suites: ['./'],
      key: await there().sh('cat /srv/right.asc'),
      ...more,
    });

  beforeAll(() => makeSignedRepository(there().host));

  test('one that another key signed is not added, and apt still works', async () => {
    const wrong = await repository({ key: await there().sh('cat /srv/wrong.asc') });
    const { fault } = await there().apply(wrong);
    expect(fault).toMatchObject({ code: 'command_failed' });
    expect(fault?.message).toContain('The repository signed is not added');
    expect(
      await there().sh('ls /etc/apt/sources.list.d /etc/apt/keyrings | grep signed; ls /etc/apt | grep rolecall'),
    ).toBe('');
  });

  test('one that its key signed is added, and its packages can be installed at once', async () => {
    const spoil = 'echo "Types: deb" >/etc/apt/sources.list.d/signed.sources; chmod 600 /etc/apt/keyrings/signed.asc';
    const found = await there().settles([await repository()], spoil);
    expect(found).toEqual([
      'aptRepository:signed sources: text',
      expect.stringContaining('access: "root:root 0644, root:root 0600"'),
    ]);
    expect((await there().apply(resource('package', { name: 'tiny-signed' }))).outcome).toBe('changed');
    expect(await there().sh('dpkg-query -W tiny-signed')).toBe('tiny-signed\t1.0');
  });

  test('its key may come in a file', async () => {
    const byFile = await repository({ name: 'by-file', key: undefined, keyFile: '/srv/right.asc' });
    expect((await there().apply(byFile)).outcome).toBe('changed');
    await there().isSettled([byFile]);
    await there().sh('rm /etc/apt/sources.list.d/by-file.sources');
  });

  test('a plan names the key and the day on which it expires', async () => {
    const { changes } = await there().plan(await repository({ name: 'shown' }));
    expect(JSON.stringify(changes)).toMatch(/[0-9A-F]{40}, expires \d{4}-\d\d-\d\d/);
  });
}
