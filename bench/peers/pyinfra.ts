import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peer.ts';
import { versionOf, virtualEnvironment } from './tools.ts';
import { plainFiles, type Workload } from './workload.ts';

const environmentWith = () => virtualEnvironment('pyinfra', ['pyinfra']);

export const pyinfra: Peer = {
  name: 'pyinfra',
  note: 'from PyPI, over ssh',
  hostPackages: [],
  fetch: async () => versionOf(await environmentWith(), 'pyinfra'),
  prepare: async ({ host, folder, key, load }) => {
    // It writes the host's key down there, but makes no folder for it.
    mkdirSync(join(folder, '.ssh'), { mode: 0o700 });
    writeFileSync(join(folder, '.ssh/known_hosts'), '');
    const deploy = join(folder, 'deploy.py');
    writeFileSync(deploy, program(load));
    const login = ['--user', 'root', '--key', key];
    const argv = [join(await environmentWith(), 'pyinfra'), host.address, deploy, '-y', ...login];
    return { where: 'here', argv, environment: { HOME: folder, LC_ALL: 'C.UTF-8' } };
  },
};

/** JSON's texts are Python's as well. */
const text = (value: unknown): string => JSON.stringify(value);

const program = (load: Workload): string =>
  [
    'from io import StringIO',
    'from pyinfra.operations import apt, files, server, systemd',
    `apt.packages(packages=${text(load.packages)})`,
    ...load.directories.map((path) => `files.directory(path=${text(path)}, mode='755')`),
    ...load.groups.map((name) => `server.group(group=${text(name)})`),
    ...load.users.map(
      ({ name, group }) =>
        `server.user(user=${text(name)}, group=${text(group)}, create_home=False, ensure_home=False)`,
    ),
    ...plainFiles(load).map(({ path, content }) => put(path, content)),
    ...load.services.map((name) => `systemd.service(service=${text(name)}, running=True, enabled=True)`),
    '',
  ].join('\n');

const put = (path: string, content: string): string =>
  `files.put(src=StringIO(${text(content)}), dest=${text(path)}, mode='644', user='root', group='root')`;
