import type { LabHost } from '../../lab/lab.ts';

/** A Debian package of nothing but scripts. */
export interface TinyPackage {
  readonly name: string;
  readonly version: string;
  /** Shell, by the maintainer script's name. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Where the packages lie, as NAME_VERSION_all.deb. */
export const REPOSITORY = '/srv/apt';

/** Builds packages on the host and gives them to its apt, from a folder of its own disk. */
export async function offer(host: LabHost, packages: readonly TinyPackage[]): Promise<void> {
  for (const { name, version, scripts = {} } of packages) {
    const folder = `/srv/build/${name}_${version}/DEBIAN`;
    const control = { Package: name, Version: version, Architecture: 'all', Maintainer: 'a test', Description: 'none' };
    const text = Object.entries(control).map(([field, value]) => `${field}: ${value}\n`);
    await host.writeFile(`${folder}/control`, text.join(''));
    for (const [script, body] of Object.entries(scripts)) {
      await host.writeFile(`${folder}/${script}`, `#!/bin/sh\n${body}\n`, '755');
    }
  }
  await host.writeFile('/etc/apt/sources.list.d/kinds.list', `deb [trusted=yes] file:${REPOSITORY} ./\n`);
  const { exitCode, stdout, stderr } = await host.exec(['sh', '-ec', INDEX]);
  if (exitCode !== 0) throw new Error(`The packages could not be offered:\n${stdout}${stderr}`);
}

/** Only this folder's list is refreshed: the lists of the cached packages stay. */
const INDEX = `mkdir -p ${REPOSITORY}; cd ${REPOSITORY}
for folder in /srv/build/*; do dpkg-deb -b $folder .; done
for deb in *.deb; do
  dpkg-deb -f $deb
  printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' $deb $(stat -c %s $deb) $(sha256sum $deb | cut -d' ' -f1)
done >Packages
apt-get update -o Dir::Etc::sourcelist=/etc/apt/sources.list.d/kinds.list -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0`;
