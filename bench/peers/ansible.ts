import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer, Target } from './peer.ts';
import { installOnHost, versionOf, virtualEnvironment } from './tools.ts';
import { plainFiles, type Workload } from './workload.ts';

const environmentWith = () => virtualEnvironment('ansible', ['ansible-core', 'mitogen']);

const settings: Readonly<Record<string, string>> = {
  ANSIBLE_HOST_KEY_CHECKING: 'False',
  ANSIBLE_PIPELINING: 'True',
  ANSIBLE_NOCOLOR: '1',
  ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
  LC_ALL: 'C.UTF-8',
};

/** Over ssh with connections kept open and pipelining on, as its documentation advises for speed. */
export const ansible: Peer = {
  name: 'Ansible',
  note: 'ansible-core from PyPI, over ssh, pipelining on',
  hostPackages: ['python3', 'python3-apt'],
  fetch: async () => versionOf(await environmentWith(), 'ansible-core'),
  prepare: async (target) => ready(target, {}),
};

export const mitogen: Peer = {
  name: 'Ansible with mitogen',
  note: 'the same with the mitogen_linear strategy',
  hostPackages: ansible.hostPackages,
  fetch: async () => versionOf(await environmentWith(), 'mitogen'),
  prepare: async (target) => {
    const bin = await environmentWith();
    const home = join(bin, '..');
    const [plugins] = globSync('lib/python3*/site-packages/ansible_mitogen/plugins/strategy', { cwd: home });
    if (plugins === undefined) throw new Error(`mitogen has no strategy for Ansible below ${home}`);
    return ready(target, { ANSIBLE_STRATEGY: 'mitogen_linear', ANSIBLE_STRATEGY_PLUGINS: join(home, plugins) });
  },
};

async function ready({ host, folder, key, load }: Target, more: Readonly<Record<string, string>>) {
  await installOnHost(host, ansible.hostPackages);
  const playbook = join(folder, 'site.json');
  writeFileSync(playbook, JSON.stringify([{ hosts: 'all', gather_facts: true, tasks: tasks(load) }]));
  const bin = await environmentWith();
  const argv = [join(bin, 'ansible-playbook'), '-i', `${host.address},`, '-u', 'root', '--private-key', key, playbook];
  return { where: 'here', argv, environment: { ...settings, ...more, ANSIBLE_HOME: folder, HOME: folder } } as const;
}

const task = (name: string, module: string, options: object): object => ({
  name,
  [`ansible.builtin.${module}`]: options,
});
const owned = { mode: '0644', owner: 'root', group: 'root' };

function tasks(load: Workload): readonly object[] {
  return [
    ...load.packages.map((name) => task(`package ${name}`, 'apt', { name, state: 'present' })),
    ...load.directories.map((path) => task(path, 'file', { path, state: 'directory', mode: '0755' })),
    ...load.groups.map((name) => task(`group ${name}`, 'group', { name })),
    ...load.users.map(({ name, group }) => task(`user ${name}`, 'user', { name, group, create_home: false })),
    ...plainFiles(load).map(({ path, content }) => task(path, 'copy', { dest: path, content, ...owned })),
    ...load.services.map((name) =>
      task(`service ${name}`, 'systemd_service', { name, state: 'started', enabled: true }),
    ),
  ];
}
