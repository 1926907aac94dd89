import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from '../../test/lab/machine/command.ts';
import type { Peer } from './peer.ts';
import { CACHE, installOnHost, virtualEnvironment } from './tools.ts';
import { plainFiles, type Workload } from './workload.ts';

const FOLDER = '/opt/salt';
/** The long-term line: packages that newer ones ask for are not everywhere yet. */
const RELEASES = 'salt<3008';

/** Without a master: the state lies on the host, and salt-call applies it there. */
export const salt: Peer = {
  name: 'Salt',
  note: 'from PyPI, salt-call --local on the host',
  hostPackages: ['python3'],
  fetch: async () => {
    const home = await modules();
    const code = `import sys; sys.path.insert(0, ${JSON.stringify(home)}); import salt.version; print(salt.version.__version__)`;
    return (await runOrThrow(['/usr/bin/python3', '-c', code])).trim();
  },
  prepare: async ({ host, load }) => {
    await installOnHost(host, salt.hostPackages);
    await host.exec(['mkdir', '-p', FOLDER]);
    await host.copyTo(await modules(), FOLDER);
    await host.writeFile('/srv/salt/w.sls', JSON.stringify(states(load)));
    await host.writeFile('/etc/salt/minion', '{"file_client": "local", "file_roots": {"base": ["/srv/salt"]}}');
    const argv = [
      '/usr/bin/python3',
      `${FOLDER}/bin/salt-call`,
      '--local',
      '--retcode-passthrough',
      'state.apply',
      'w',
    ];
    return { where: 'host', argv, environment: { PYTHONPATH: FOLDER } };
  },
};

/** Salt and what it needs, as one folder that is laid onto hosts. */
async function modules(): Promise<string> {
  const home = join(CACHE, 'salt');
  const done = join(CACHE, 'salt.complete');
  if (existsSync(done)) return home;
  const pip = join(await virtualEnvironment('pip', ['pip']), 'pip');
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await runOrThrow([pip, 'install', '--quiet', '--target', home, RELEASES], { timeoutMs: 900_000 });
  await writeFile(done, '');
  return home;
}

type State = readonly [id: string, body: object];

function states(load: Workload): object {
  const owned = [{ mode: '0644' }, { user: 'root' }, { group: 'root' }];
  const all: readonly State[] = [
    ...load.packages.map((name): State => [`package ${name}`, { 'pkg.installed': [{ name }] }]),
    ...load.directories.map((name): State => [name, { 'file.directory': [{ mode: '0755' }, { makedirs: true }] }]),
    ...load.groups.map((name): State => [`group ${name}`, { 'group.present': [{ name }] }]),
    ...load.users.map(
      ({ name, group }): State => [
        `user ${name}`,
        { 'user.present': [{ name }, { gid: group }, { createhome: false }] },
      ],
    ),
    ...plainFiles(load).map(
      ({ path, content }): State => [path, { 'file.managed': [{ contents: content }, ...owned] }],
    ),
    ...load.services.map((name): State => [`service ${name}`, { 'service.running': [{ name }, { enable: true }] }]),
  ];
  return Object.fromEntries(all);
}
